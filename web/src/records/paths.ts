const own: Record<string, string> = { account: '/accounts', contact: '/contacts', deal: '/deals' };

export const listPath = (object: string): string => own[object] ?? `/records/${object}`;
/** Where a record's page is. */
export const recordPath = (object: string, id: string): string => `${listPath(object)}/${id}`;
