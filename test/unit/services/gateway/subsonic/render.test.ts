import { describe, expect, it } from '@jest/globals';
import type { Envelope } from '../../../../../services/gateway/subsonic/render.ts';
import { toXml } from '../../../../../services/gateway/subsonic/xml.ts';
import { parseXml } from '../../../../support/subsonic-xml.ts';
import { Engine, textOf } from './engine.ts';

describe('given an answer', () => {
  it('when JSONP is asked for, then it calls that function with the JSON', async () => {
    const engine = new Engine();
    const answer = (await engine.ask('getSong', {
      id: 'tr-1',
      f: 'jsonp',
      callback: 'app.on_Song$1',
    })) as Envelope;
    expect(answer.contentType).toMatch(/^application\/javascript/);
    const { body } = (await engine.ask('getSong', { id: 'tr-1' })) as Envelope;
    expect(textOf(answer)).toBe(`/**/app.on_Song$1(${body});`);
  });

  it('when JSONP of a wrong request is asked for, then the error comes as JSONP', async () => {
    const answer = (await new Engine().ask('getSong', { f: 'jsonp', callback: 'cb' })) as Envelope;
    expect(textOf(answer)).toMatch(/^\/\*\*\/cb\(\{"subsonic-response":\{"status":"failed"/);
  });

  it('when the engine itself is at fault, then the client learns nothing of it and the log does', async () => {
    const engine = new Engine();
    const fault = new TypeError('cannot read /home/someone/music');
    engine.failing.set('catalog.genres', fault);
    const answer = (await engine.ask('getGenres')) as Envelope;
    expect(textOf(answer)).toContain('"code":0');
    expect(textOf(answer)).not.toContain('music');
    expect(engine.faults).toEqual([fault]);
  });
});

describe('given an object to write as XML', () => {
  it('then scalars are attributes, value is the text, lists and objects are elements', () => {
    const xml = toXml('a', {
      value: 'text',
      n: 1.5,
      yes: true,
      no: undefined,
      many: [1, 'two'],
      one: { x: '' },
      none: [],
    });
    expect(xml).toBe('<a n="1.5" yes="true">text<many>1</many><many>two</many><one x=""/></a>');
  });

  it('then any text comes back as it was', () => {
    const text = ` <a href="x">'&amp;'</a> \t\r\n ]]> ü 水 \u{1F30A} \u2028 `;
    expect(parseXml(toXml('a', { text })).attributes.text).toBe(text);
    expect(parseXml(toXml('a', { value: text })).text).toBe(text);
    expect(parseXml(toXml('a', { list: [text] })).elements[0]?.text).toBe(text);
  });

  it('then characters that XML cannot hold are left out', () => {
    expect(toXml('a', { text: 'b\u0000\u0008\u001f\ufffe\uffff\ud800c\udc00\u{1F30A}' })).toBe(
      '<a text="bc\u{1F30A}"/>',
    );
  });
});
