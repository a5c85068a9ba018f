import { createHash } from 'node:crypto';
import { expect } from '@jest/globals';
import { problemsOf, schemaProblemsOf } from '../subsonic-schema.ts';

export type Params = Readonly<Record<string, string | number | boolean | readonly (string | number)[]>>;

/** An answer as a client reads it: anything, at any depth. */
export interface Answer {
  [field: string]: Answer;
}

/** Two answers of these need not be the same: they go by chance, or tell of what goes on meanwhile. */
const EVER_NEW = ['getRandomSongs', 'createPlaylist', 'getNowPlaying', 'getScanStatus'];

/** A Subsonic client over real HTTP, that trusts nothing. */
export class Client {
  readonly url: string;
  readonly #auth: Params;

  /** @param auth parameters that every request carries */
  constructor(url: string, auth: Params) {
    this.url = url;
    this.#auth = { v: '1.16.1', c: 'suite', ...auth };
  }

  static withPassword(url: string, username: string, password: string): Client {
    return new Client(url, { u: username, p: password });
  }

  static withToken(url: string, username: string, secret: string, salt = 'c19b2d'): Client {
    const token = createHash('md5')
      .update(secret + salt)
      .digest('hex');
    return new Client(url, { u: username, t: token, s: salt });
  }

  /** The URL of a GET request. */
  urlOf(endpoint: string, params: Params = {}): string {
    return `${this.url}/rest/${endpoint}?${this.#query(params)}`;
  }

  get(endpoint: string, params: Params = {}, init: RequestInit = {}): Promise<Response> {
    return fetch(this.urlOf(endpoint, params), { redirect: 'manual', ...init });
  }

  post(endpoint: string, params: Params = {}): Promise<Response> {
    const body = this.#query(params);
    return fetch(`${this.url}/rest/${endpoint}`, { method: 'POST', body, redirect: 'manual' });
  }

  /** The content of `subsonic-response` as JSON, of a request that fails or not. */
  async ask(endpoint: string, params: Params = {}): Promise<Answer> {
    const response = await this.get(endpoint, { f: 'json', ...params });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    return ((await response.json()) as { 'subsonic-response': Answer })['subsonic-response']!;
  }

  /** As {@link ask}, of a request that must not fail. */
  async ok(endpoint: string, params: Params = {}): Promise<Answer> {
    const answer = await this.ask(endpoint, params);
    expect({ endpoint, error: answer.error }).toEqual({ endpoint, error: undefined });
    return answer;
  }

  /** The code of the error with which a request fails. */
  async code(endpoint: string, params: Params = {}): Promise<number | undefined> {
    return (await this.ask(endpoint, params)).error?.code as unknown as number | undefined;
  }

  /**
   * What is wrong with an endpoint's answers: asked for JSON by GET with `.view`, and for XML by POST without.
   * An endpoint that writes is called twice, too.
   */
  async problems(endpoint: string, params: Params = {}): Promise<string[]> {
    const json = await this.get(`${endpoint}.view`, { f: 'json', ...params });
    const xml = await this.post(endpoint, params);
    expect([json.status, xml.status]).toEqual([200, 200]);
    expect(json.headers.get('content-type')).toMatch(/^application\/json/);
    expect(xml.headers.get('content-type')).toMatch(/^text\/xml/);
    const differ = EVER_NEW.includes(endpoint) || params.type === 'random';
    const check = differ ? schemaProblemsOf : problemsOf;
    return check(endpoint, await json.text(), await xml.text());
  }

  #query(params: Params): URLSearchParams {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...this.#auth, ...params })) {
      for (const one of [value].flat()) query.append(name, String(one));
    }
    return query;
  }
}

/** The ids of a list in an answer. */
export function idsOf(list: Answer | undefined): string[] {
  return listOf(list).map(({ id }) => String(id));
}

export function listOf(list: Answer | undefined): Answer[] {
  return (list ?? []) as unknown as Answer[];
}

/** A text of an answer. */
export function text(value: Answer | undefined): string {
  return value as unknown as string;
}
