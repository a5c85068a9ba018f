import { useEffect } from 'preact/hooks';
import type {
  FolderDetailsResource,
  FolderResource,
  ListOf,
  SubfolderResource,
  TrackResource,
} from '../../../services/gateway/rest/resources.ts';
import { usePages } from '../api/pages.ts';
import { useResource } from '../api/resource.ts';
import { Button, IconButton } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { Page } from '../components/page.tsx';
import { Empty, Failure, Loading } from '../components/states.tsx';
import { TrackList } from '../components/track-list.tsx';
import { VirtualRows } from '../components/virtual.tsx';
import { rich, t } from '../i18n/locale.ts';
import { paths } from '../path.ts';
import type { ViewProps } from '../routes.ts';
import { folderMenu, folderPath, playFolder, shuffleFolder } from '../state/folders.ts';
import { showMenu } from '../state/menu.ts';
import { crumbsTo } from './folders/crumbs.ts';
import { FolderRow, FolderSkeleton, type ShownFolder } from './folders/row.tsx';
import '../styles/folders.css';

/** Of a row, in rem. */
const ROW = 3.5;
/** Tracks of a folder that are played when one of them is: so many are here before somebody looks for them. */
const AT_HAND = 2000;

const keyOf = ({ id }: ShownFolder) => id;
const renderRow = (folder: ShownFolder, tabIndex: number) => (
  <FolderRow folder={folder} tabIndex={tabIndex} />
);

/** The music folders, or what is in it where there is only one. */
export function FoldersView() {
  const folders = useResource<ListOf<FolderResource>>('/folders');
  const all = folders.data.value?.items;
  const error = folders.error.value;
  if (all?.length === 1) return <FolderContents id={all[0]!.root} isTop />;
  return (
    <Page title={t('browse.title')} about={all ? t('browse.count', { n: all.length }) : ' '}>
      {error !== undefined && <Failure error={error} retry={() => folders.load()} />}
      {all === undefined && error === undefined && <Places />}
      {all?.length === 0 && (
        <Empty
          icon="folder"
          title={t('browse.noneTitle')}
          text={rich('browse.noneText', { variable: <code>CANTIGA_MUSIC</code> })}
        />
      )}
      {all !== undefined && all.length > 0 && (
        <FolderList folders={all.map(({ root, name }) => ({ id: root, name }))} total={all.length} />
      )}
    </Page>
  );
}

export function FolderView({ params: { id = '' } }: ViewProps) {
  return <FolderContents key={id} id={id} />;
}

/** @param isTop whether it stands for all folders */
function FolderContents({ id, isTop = false }: { id: string; isTop?: boolean }) {
  const details = useResource<FolderDetailsResource>(folderPath(id));
  const folder = details.data.value;
  const error = details.error.value;
  if (error !== undefined) {
    return (
      <Page title={t('browse.title')}>
        <Failure error={error} retry={() => details.load()} />
      </Page>
    );
  }
  const name = isTop || folder === undefined ? t('browse.title') : folder.name;
  return (
    <>
      {!isTop && <Crumbs folder={folder} />}
      <Page
        title={name}
        about={folder ? holds(folder) : ' '}
        tools={
          folder !== undefined &&
          folder.songCount > 0 && (
            <>
              <Button look="primary" icon="play" onClick={() => void playFolder(id)}>
                {t('album.play')}
              </Button>
              <IconButton icon="shuffle" label={t('album.shuffle')} onClick={() => void shuffleFolder(id)} />
              <IconButton
                icon="more"
                label={t('album.moreNamed', { name })}
                aria-haspopup="menu"
                onClick={(event) => showMenu(name, folderMenu({ id, name }), event.currentTarget)}
              />
            </>
          )
        }
      >
        {folder === undefined && <Places />}
        {folder?.songCount === 0 && (
          <Empty icon="folder" title={t('browse.emptyTitle')} text={t('browse.emptyText')} />
        )}
        {folder !== undefined && folder.folderCount > 0 && <Subfolders folder={folder} />}
        {folder !== undefined && folder.trackCount > 0 && <Tracks folder={folder} />}
      </Page>
    </>
  );
}

function holds({ folderCount, songCount }: FolderDetailsResource): string {
  const folders = folderCount > 0 && t('browse.count', { n: folderCount });
  return [folders, t('album.tracks', { n: songCount })].filter(Boolean).join(' · ');
}

function Crumbs({ folder }: { folder: FolderDetailsResource | undefined }) {
  const roots = useResource<ListOf<FolderResource>>('/folders').data.value?.items ?? [];
  const crumbs = folder === undefined ? [{ href: paths.folders }] : crumbsTo(folder, roots);
  return (
    <nav class="crumbs" aria-label={t('browse.way')}>
      <ol>
        {crumbs.map(({ href, name = t('browse.title') }) => (
          <li key={href}>
            <a href={href} dir="auto">
              {name}
            </a>
            <Icon name="right" size={14} />
          </li>
        ))}
      </ol>
    </nav>
  );
}

function Subfolders({ folder: { id, folderCount } }: { folder: FolderDetailsResource }) {
  const pages = usePages<SubfolderResource>(`${folderPath(id)}/folders`, {});
  const items = pages.items.value;
  const error = pages.error.value;
  if (error !== undefined && items.length === 0) return <Failure error={error} retry={() => pages.retry()} />;
  const total = pages.isWhole.value ? items.length : Math.max(folderCount, items.length);
  return <FolderList folders={items} total={total} need={(count) => pages.need(count)} />;
}

interface FolderListProps {
  folders: readonly ShownFolder[];
  total: number;
  need?(count: number): void;
}

function FolderList({ folders, total, need }: FolderListProps) {
  return (
    <div class="folders">
      <VirtualRows
        items={folders}
        total={total}
        label={t('browse.title')}
        height={ROW}
        keyOf={keyOf}
        render={renderRow}
        placeholder={<FolderSkeleton />}
        need={need}
      />
    </div>
  );
}

function Tracks({ folder: { id, trackCount } }: { folder: FolderDetailsResource }) {
  const pages = usePages<TrackResource>(`${folderPath(id)}/tracks`, {});
  const items = pages.items.value;
  const error = pages.error.value;
  useEffect(() => pages.need(Math.min(trackCount, AT_HAND)), [pages, trackCount]);
  if (error !== undefined && items.length === 0) return <Failure error={error} retry={() => pages.retry()} />;
  return (
    <TrackList
      tracks={items}
      total={pages.isWhole.value ? items.length : Math.max(trackCount, items.length)}
      label={t('track.list')}
      lead="cover"
      showsAlbum
      need={(count) => pages.need(count)}
    />
  );
}

function Places() {
  return (
    <Loading>
      {Array.from({ length: 8 }, (_, i) => (
        <div key={i} class="track-place">
          <FolderSkeleton />
        </div>
      ))}
    </Loading>
  );
}
