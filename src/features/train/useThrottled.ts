import { useEffect, useRef, useState } from 'react';

/** A value that changes often, passed on at most once in `ms`; the last one always arrives. */
export function useThrottled<T>(value: T, ms: number): T {
  const [shown, setShown] = useState(value);
  const lastShown = useRef(0);
  useEffect(() => {
    const rest = lastShown.current + ms - performance.now();
    const show = () => {
      lastShown.current = performance.now();
      setShown(value);
    };
    if (rest <= 0) {
      show();
      return;
    }
    const timer = setTimeout(show, rest);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return shown;
}
