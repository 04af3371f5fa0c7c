/** The parts of an address or a name that say something. */
export const partsOf = (value: unknown): Record<string, string> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).flatMap(([name, one]) => (typeof one === 'string' && one !== '' ? [[name, one]] : []))) : {};
