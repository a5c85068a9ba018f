import { BASE, type Query, withQuery } from '../../api/http.ts';
import { Icon } from '../../components/icon.tsx';
import { t } from '../../i18n/locale.ts';

const FORMATS = ['csv', 'ndjson'] as const;

/** Links that save what a page is about as a file. @param what and what it is filtered by, as the API has it */
export function ExportLinks({ query }: { query: Query & { what: string } }) {
  return (
    <>
      {FORMATS.map((format) => (
        <a
          key={format}
          class="button button-plain"
          href={`${BASE}${withQuery('/playback/export', { ...query, format })}`}
          download
          aria-label={t('export.as', { format: format.toUpperCase() })}
        >
          <Icon name="download" size={18} />
          <span>{format.toUpperCase()}</span>
        </a>
      ))}
    </>
  );
}
