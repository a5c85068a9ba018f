import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { ListeningAtVersion } from '../../../services/gateway/rest/playback-resources.ts';
import { withQuery } from '../api/http.ts';
import { useResource } from '../api/resource.ts';
import { Page, Section } from '../components/page.tsx';
import { Failure, Loading, Skeleton } from '../components/states.tsx';
import { moment, timeOfDay } from '../i18n/format.ts';
import { t } from '../i18n/locale.ts';
import type { ViewProps } from '../routes.ts';
import { chosenListener, ListeningTabs } from './listening/listener.tsx';
import { useTracks } from './listening/tracks.ts';
import { Delivered } from './session/delivered.tsx';
import { type Events, useEvents } from './session/events.ts';
import { Listens } from './session/listens.tsx';
import { RawEvents } from './session/raw-events.tsx';
import { isFact, type Story, storyOf } from './session/story.ts';
import { TimeTravel } from './session/time-travel.tsx';
import { Timeline } from './session/timeline.tsx';
import { summaryOf } from './session/words.ts';
import '../styles/session.css';

/** Milliseconds after which a session that goes on is looked at again. */
const AGAIN = 5000;

export function SessionView({ params: { id = '' } }: ViewProps) {
  const user = chosenListener();
  const path = `/playback/sessions/${encodeURIComponent(id)}`;
  return <Session key={`${id} ${user}`} id={id} path={path} user={user} />;
}

interface SessionProps {
  id: string;
  path: string;
  user: string | undefined;
}

function Session({ id, path, user }: SessionProps) {
  const resource = useResource<ListeningAtVersion>(withQuery(path, { user }));
  const session = resource.data.value;
  const events = useEvents(path, user, session?.version);
  const isOpen = session?.closed === null;
  useEffect(() => {
    if (!isOpen) return undefined;
    const timer = setInterval(() => {
      if (!document.hidden) void resource.load();
    }, AGAIN);
    return () => clearInterval(timer);
  }, [isOpen, resource]);
  const error = resource.error.value ?? (events.items.length === 0 ? events.error : undefined);
  const retry = () => {
    void resource.load();
    events.retry();
  };
  return (
    <Page title={session?.device?.name ?? t('session.title')} about={session ? aboutOf(session) : ' '}>
      <ListeningTabs />
      {error !== undefined ? (
        <Failure error={error} retry={retry} />
      ) : session === undefined || events.items.length === 0 ? (
        <Places />
      ) : (
        <Told {...{ id, path, user, session, events }} />
      )}
    </Page>
  );
}

function aboutOf({ device, opened, at, closed }: ListeningAtVersion): string {
  const times = `${moment(opened)} – ${sameDay(opened, at) ? timeOfDay(at) : moment(at)}`;
  const program = device && device.client !== device.name ? [device.client] : [];
  return [...program, times, t(`session.closed.${closed ?? 'open'}`)].join(' · ');
}

function sameDay(one: string, other: string): boolean {
  return new Date(one).toDateString() === new Date(other).toDateString();
}

interface ToldProps extends SessionProps {
  session: ListeningAtVersion;
  events: Events;
}

function Told({ id, path, user, session, events }: ToldProps) {
  const { items } = events;
  // What goes on ends where it was heard of last: nothing is known of afterwards.
  const story = useMemo(() => storyOf(items, Date.parse(session.at)), [items, session.at])!;
  const isKept = !items.some(isFact);
  const trackOf = useTracks([
    ...story.listens.map(({ track }) => track),
    ...story.deliveries.map(({ track }) => track),
  ]);
  const version = useSignal<number | undefined>(undefined);
  const looked = version.value === undefined ? undefined : items[version.value - 1];
  return (
    <>
      <Timeline
        story={story}
        summary={summaryOf(story, trackOf)}
        trackOf={trackOf}
        moment={looked && happenedAt(looked.data, story)}
      />
      {isKept ? (
        <TimeTravel {...{ path, user, events: items, version, trackOf }} />
      ) : (
        <p class="session-old">{t('session.compacted')}</p>
      )}
      {story.listens.length > 0 && (
        <Section title={t('session.listens')}>
          <Listens listens={story.listens} trackOf={trackOf} />
        </Section>
      )}
      <Delivered session={id} user={user} version={session.version} />
      <RawEvents events={items} total={isKept ? session.version : items.length} />
    </>
  );
}

function happenedAt(data: Readonly<Record<string, unknown>>, story: Story): number {
  return typeof data.at === 'number' ? data.at : story.from;
}

function Places() {
  return (
    <Loading>
      <div class="timeline">
        <Skeleton height="20rem" />
      </div>
      <div class="travel travel-place" />
    </Loading>
  );
}
