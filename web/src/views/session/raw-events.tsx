import { useSignal } from '@preact/signals';
import type { SessionEventResource } from '../../../../services/gateway/rest/playback-resources.ts';
import { Button } from '../../components/button.tsx';
import { timeOfDay } from '../../i18n/format.ts';
import { t } from '../../i18n/locale.ts';
import { eventName } from './names.ts';

interface RawEventsProps {
  events: readonly SessionEventResource[];
  /** How many there are. */
  total: number;
}

const AT_ONCE = 100;

/** The events of a session as the engine has stored them, for who wants to know it exactly. */
export function RawEvents({ events, total }: RawEventsProps) {
  const shown = useSignal(AT_ONCE);
  const isOpen = useSignal(false);
  return (
    <details
      class="raw"
      onToggle={(event) => {
        isOpen.value = event.currentTarget.open;
      }}
    >
      <summary>{t('events.title', { n: total })}</summary>
      {isOpen.value && (
        <>
          {/* Whoever uses keys scrolls it with the arrows. */}
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by keys */}
          <section class="raw-scroll" aria-label={t('events.title', { n: total })} tabIndex={0}>
            <table class="raw-table">
              <thead>
                <tr>
                  <th scope="col">{t('events.version')}</th>
                  <th scope="col">{t('events.stored')}</th>
                  <th scope="col">{t('events.type')}</th>
                  <th scope="col">{t('events.data')}</th>
                  <th scope="col">{t('events.command')}</th>
                  <th scope="col">{t('events.place')}</th>
                </tr>
              </thead>
              <tbody>
                {events.slice(0, shown.value).map((event) => (
                  <Row key={event.version} {...event} />
                ))}
              </tbody>
            </table>
          </section>
          {shown.value < events.length && (
            <Button
              look="quiet"
              onClick={() => {
                shown.value += AT_ONCE;
              }}
            >
              {t('problems.more')}
            </Button>
          )}
          {events.length < total && <p class="section-about">{t('events.cut', { n: events.length })}</p>}
        </>
      )}
    </details>
  );
}

function Row({ version, at, type, schema, command, partition, position, data }: SessionEventResource) {
  return (
    <tr>
      <th scope="row" class="numbers">
        {version}
      </th>
      <td class="numbers">{timeOfDay(at, true)}</td>
      <td title={eventName(type)}>
        {type}
        {schema > 1 && ` (${schema})`}
      </td>
      <td>
        <code>{JSON.stringify(data)}</code>
      </td>
      <td>
        <code>{command}</code>
      </td>
      <td class="numbers">
        {partition}:{position}
      </td>
    </tr>
  );
}
