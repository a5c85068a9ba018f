/** Under which all routes are. */
export const BASE = '/api/v1';
