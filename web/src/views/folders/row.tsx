import type { SubfolderResource } from '../../../../services/gateway/rest/resources.ts';
import { IconButton } from '../../components/button.tsx';
import { Cover } from '../../components/cover.tsx';
import { Icon } from '../../components/icon.tsx';
import { Skeleton } from '../../components/states.tsx';
import { t } from '../../i18n/locale.ts';
import { paths } from '../../path.ts';
import { folderMenu, playFolder } from '../../state/folders.ts';
import { showContextMenu, showMenu } from '../../state/menu.ts';

const COVER = 40;

/** A folder, of a music folder without what it holds. */
export type ShownFolder = Pick<SubfolderResource, 'id' | 'name'> & Partial<SubfolderResource>;

/** A row that leads into a folder. */
export function FolderRow({ folder, tabIndex }: { folder: ShownFolder; tabIndex: number }) {
  const { id, name, songCount, coverTrack } = folder;
  const menu = () => folderMenu(folder);
  return (
    <div class="folder" onContextMenu={(event) => showContextMenu(event, name, menu)}>
      <span class="folder-art">
        {coverTrack ? <Cover id={coverTrack} size={COVER} /> : <Icon name="folder" size={24} />}
      </span>
      <a
        class="folder-link one-line whole-row"
        data-main
        href={paths.folder(id)}
        tabIndex={tabIndex}
        dir="auto"
      >
        {name}
      </a>
      {songCount !== undefined && (
        <span class="folder-about numbers">{t('album.tracks', { n: songCount })}</span>
      )}
      <IconButton
        icon="play"
        label={t('browse.playNamed', { name })}
        size="small"
        tabIndex={tabIndex}
        onClick={() => void playFolder(id)}
      />
      <IconButton
        icon="more"
        label={t('album.moreNamed', { name })}
        size="small"
        tabIndex={tabIndex}
        aria-haspopup="menu"
        onClick={(event) => showMenu(name, menu(), event.currentTarget)}
      />
    </div>
  );
}

export function FolderSkeleton() {
  return (
    <div class="folder" aria-hidden="true">
      <span class="folder-art" />
      <Skeleton width="min(14rem, 50%)" height="0.875rem" />
    </div>
  );
}
