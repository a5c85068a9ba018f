import type { Route } from './route.ts';
import { sessionRoutes } from './routes/sessions.ts';

/** Every route of the REST API. */
export const ROUTES: readonly Route[] = [...sessionRoutes];
