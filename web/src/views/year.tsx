import { useSignal } from '@preact/signals';
import type { YearResource } from '../../../services/gateway/rest/playback-resources.ts';
import { withQuery } from '../api/http.ts';
import { useResource } from '../api/resource.ts';
import { AlbumCard, ArtistCard } from '../components/card.tsx';
import { Choice } from '../components/field.tsx';
import { Page, Section } from '../components/page.tsx';
import { Select } from '../components/select.tsx';
import { Shelf } from '../components/shelf.tsx';
import { Empty, Failure, Loading, Skeleton } from '../components/states.tsx';
import { span } from '../i18n/format.ts';
import { t } from '../i18n/locale.ts';
import { paths } from '../path.ts';
import { navigate } from '../router.ts';
import type { ViewProps } from '../routes.ts';
import { me } from '../state/account.ts';
import { chosenListener, ListenerSelect, ListeningTabs, ofSameListener } from './listening/listener.tsx';
import { Bars } from './year/bars.tsx';
import { hourNames, monthNames, weekdayNames } from './year/names.ts';
import { TopTracks } from './year/top-tracks.tsx';
import { Totals } from './year/totals.tsx';
import { yearsFrom } from './year/years.ts';
import '../styles/listening.css';
import '../styles/year.css';

type Measure = 'heard' | 'plays';

/** What a listener has listened to in a year: how much, when, and what most. */
export function YearView({ params }: ViewProps) {
  const present = new Date().getFullYear();
  const year = /^\d{4}$/.test(params.year ?? '') ? Number(params.year) : present;
  const since = new Date(me.value?.created ?? Date.now()).getFullYear();
  const years = yearsFrom(since, year, present);
  return (
    <Page
      title={t(chosenListener() === undefined ? 'year.title' : 'year.titleOf', { year: String(year) })}
      tools={
        <>
          <ListenerSelect />
          <Select
            label={t('year.choose')}
            value={year}
            options={years.map((one) => ({ value: one, label: String(one) }))}
            onChange={(one) => navigate(ofSameListener(paths.year(one)))}
          />
        </>
      }
    >
      <ListeningTabs />
      <Year key={year} year={year} />
    </Page>
  );
}

function Year({ year }: { year: number }) {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const resource = useResource<YearResource>(
    withQuery(`/playback/years/${year}`, { timeZone, user: chosenListener() }),
  );
  const told = resource.data.value;
  const error = resource.error.value;
  if (error !== undefined) return <Failure error={error} retry={() => void resource.load()} />;
  if (told === undefined) return <Places />;
  if (told.heard === 0 && told.plays === 0) {
    return (
      <Empty icon="history" title={t('year.emptyTitle', { year: String(year) })} text={t('year.emptyText')}>
        <a class="button button-plain" href={paths.home}>
          {t('error.home')}
        </a>
      </Empty>
    );
  }
  return (
    <>
      <Totals year={told} />
      <When year={told} />
      <Top year={told} />
    </>
  );
}

function When({ year: { year, months, weekdays, hours } }: { year: YearResource }) {
  const measure = useSignal<Measure>('heard');
  const by = measure.value;
  const inWords = (amount: number) => (by === 'heard' ? span(amount) : t('year.plays', { n: amount }));
  const charts = [
    { title: t('year.months'), names: monthNames(year), amounts: months, isWide: true },
    { title: t('year.weekdays'), names: weekdayNames(), amounts: weekdays },
    { title: t('year.hours'), names: hourNames(), amounts: hours },
  ];
  return (
    <Section
      title={t('year.when')}
      link={
        <Choice
          label={t('year.measure')}
          hidesLabel
          value={by}
          options={[
            { value: 'heard', label: t('year.byTime') },
            { value: 'plays', label: t('year.byPlays') },
          ]}
          onChange={(chosen) => {
            measure.value = chosen;
          }}
        />
      }
    >
      <div class="charts">
        {charts.map(({ title, names, amounts, isWide }) => (
          <Bars
            key={title}
            title={title}
            isWide={isWide}
            bars={amounts.map((amount, i) => ({ ...names[i]!, amount: amount[by] }))}
            inWords={inWords}
          />
        ))}
      </div>
    </Section>
  );
}

function Top({ year: { tracks, albums, artists } }: { year: YearResource }) {
  return (
    <>
      <TopTracks tracks={tracks} />
      {albums.some(({ item }) => item) && (
        <Shelf title={t('year.albums')}>
          {albums.map(
            ({ id, item, plays }) =>
              item && (
                <li key={id}>
                  <AlbumCard album={item} note={t('year.plays', { n: plays })} />
                </li>
              ),
          )}
        </Shelf>
      )}
      {artists.some(({ item }) => item) && (
        <Shelf title={t('year.artists')}>
          {artists.map(
            ({ id, item, plays }) =>
              item && (
                <li key={id}>
                  <ArtistCard artist={item} note={t('year.plays', { n: plays })} />
                </li>
              ),
          )}
        </Shelf>
      )}
    </>
  );
}

function Places() {
  return (
    <Loading>
      <Skeleton height="11rem" />
      <div class="section">
        <Skeleton height="20rem" />
      </div>
    </Loading>
  );
}
