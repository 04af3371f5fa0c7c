/** The object less one of its members. */
export function without<T extends object, Name extends keyof T>(value: T, name: Name): Omit<T, Name> {
  const rest = { ...value };
  delete rest[name];
  return rest;
}
