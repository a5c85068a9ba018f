import type { Request, Response } from './http.ts';

/** How the media room on this node sends bytes. It rejects only before the first of them. */
export interface MediaRoom {
  deliver(
    request: Request,
    response: Response,
    what: { track: string; download: boolean; token: string },
  ): Promise<unknown>;
  cover(
    request: Request,
    response: Response,
    what: { id: string; size?: number; token: string },
  ): Promise<unknown>;
  avatar(request: Request, response: Response, what: { username: string }): Promise<unknown>;
}
