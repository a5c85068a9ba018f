import type { YearResource } from '../../../../services/gateway/rest/playback-resources.ts';
import { Cover } from '../../components/cover.tsx';
import { number, span } from '../../i18n/format.ts';
import { t } from '../../i18n/locale.ts';
import { colourSignal, tintOf } from '../../state/colours.ts';

const COVERS = 4;
const COVER = 160;

/** How much was listened to, in the colour of what was listened to most. */
export function Totals({ year: { heard, plays, days, albums } }: { year: YearResource }) {
  const covers = albums.flatMap(({ item }) => item ?? []).slice(0, COVERS);
  const facts = [
    [t('year.totalPlays'), number(plays)],
    [t('year.totalDays'), number(days)],
    [t('year.perDay'), days > 0 ? span(heard / days) : '–'],
  ];
  return (
    <section
      class="totals tinted"
      aria-label={t('year.totals')}
      style={covers[0] ? tintOf(colourSignal(covers[0].id).value) : {}}
    >
      <div class="totals-words">
        <p class="totals-kicker">{t('year.listened')}</p>
        <p class="totals-heard">{span(heard)}</p>
        <dl class="totals-facts">
          {facts.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd class="numbers">{value}</dd>
            </div>
          ))}
        </dl>
      </div>
      <div class="totals-covers" aria-hidden="true">
        {covers.map(({ id }) => (
          <Cover key={id} id={id} size={COVER} eager />
        ))}
      </div>
    </section>
  );
}
