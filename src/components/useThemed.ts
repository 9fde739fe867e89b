/** What a canvas needs of the design tokens; read again when the theme has changed. */
import { useEffect, useState } from 'react';
import { longHex } from './longHex';

/** Value of a token such as `--surface`; colours as #rrggbb. */
export type TokenReader = (name: string) => string;

/** The page's font, as a canvas wants it. */
export function fontFamily(): string {
  return getComputedStyle(document.body).fontFamily;
}

function readTokens<T>(read: (token: TokenReader) => T): T {
  const style = getComputedStyle(document.documentElement);
  return read((name) => longHex(style.getPropertyValue(name).trim()));
}

/** @param read stays the same function */
export function useThemed<T>(read: (token: TokenReader) => T): T {
  const [themed, setThemed] = useState(() => readTokens(read));
  useEffect(() => {
    const observer = new MutationObserver(() => setThemed(readTokens(read)));
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    return () => observer.disconnect();
  }, [read]);
  return themed;
}
