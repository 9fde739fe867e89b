import { useEffect, useState } from 'react';
import { getClient } from '@/state/client';

/** [numItems] training interactions per item; null until the worker has answered. */
export function usePopularity(datasetKey: string): Int32Array | null {
  const [popularity, setPopularity] = useState<Int32Array | null>(null);
  useEffect(() => {
    let current = true;
    setPopularity(null);
    getClient()
      .then((client) => client.popularity(datasetKey))
      .then(
        (answer) => current && setPopularity(answer),
        // What is made of it is an extra: the card stands without it.
        () => {},
      );
    return () => {
      current = false;
    };
  }, [datasetKey]);
  return popularity;
}
