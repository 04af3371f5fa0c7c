import { useEffect, useState } from 'react';

/** The value once it has stood still for a while. */
export function useDebouncedValue<T>(value: T, ms: number): T {
  const [kept, setKept] = useState(value);
  useEffect(() => {
    const timer = window.setTimeout(() => setKept(value), ms);
    return () => window.clearTimeout(timer);
  }, [value, ms]);
  return kept;
}
