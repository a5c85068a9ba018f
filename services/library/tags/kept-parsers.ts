/** What this module knows of the insides of music-metadata. */
interface Internals {
  CombinedTagMapper: new () => { tagMappers: Record<string, object> };
  ParserFactory: new () => { parsers: { load: () => Promise<unknown> }[] };
}

type Mapper = new (tagTypes: string[], tagMap: object) => object;

/**
 * For each file that it parses, music-metadata writes the names of hundreds of tags in capitals and resolves the module of
 * the parser: a quarter of the time of a scan. From here on this thread does both once.
 * @throws when its insides are not those of the version that we depend on
 */
export async function keepParsers(): Promise<void> {
  const { CombinedTagMapper, ParserFactory } = await internals();
  for (const loader of new ParserFactory().parsers) loader.load = once(loader.load.bind(loader));
  const mappers = Object.values(new CombinedTagMapper().tagMappers);
  for (const Mapper of new Set(mappers.map((mapper) => mapper.constructor as Mapper))) {
    const Base = Object.getPrototypeOf(Mapper) as Mapper;
    if (Base.name === 'CaseInsensitiveTagMap') Object.setPrototypeOf(Mapper, keeping(Base));
  }
}

async function internals(): Promise<Internals> {
  const library = import.meta.resolve('music-metadata');
  const [{ CombinedTagMapper }, { ParserFactory }] = await Promise.all([
    import(new URL('common/CombinedTagMapper.js', library).href) as Promise<Internals>,
    import(new URL('ParserFactory.js', library).href) as Promise<Internals>,
  ]);
  return { CombinedTagMapper, ParserFactory } as Internals;
}

function once(load: () => Promise<unknown>): () => Promise<unknown> {
  let loaded: Promise<unknown> | undefined;
  return () => {
    loaded ??= load();
    return loaded;
  };
}

/** A base class that does what `Base` does, and keeps what it has made of each table of names. */
function keeping(Base: Mapper): Mapper {
  const kept = new WeakMap<object, object>();
  return class extends (Object.getPrototypeOf(Base) as Mapper) {
    constructor(tagTypes: string[], tagMap: object) {
      let capitals = kept.get(tagMap);
      if (capitals === undefined) {
        capitals = (new Base(tagTypes, tagMap) as { tagMap: object }).tagMap;
        kept.set(tagMap, capitals);
      }
      super(tagTypes, capitals);
    }
  };
}
