import { useSignal } from '@preact/signals';
import type { ListOf, PlaylistResource } from '../../../services/gateway/rest/resources.ts';
import { get } from '../api/http.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Field, Switch } from '../components/field.tsx';
import { t } from '../i18n/locale.ts';
import { paths } from '../path.ts';
import { navigate } from '../router.ts';
import { showDialog } from '../state/dialog.ts';
import { explain } from '../state/explain.ts';
import type { Anchor, MenuGroups } from '../state/menu.ts';
import { showMenu } from '../state/menu.ts';
import {
  addToPlaylist,
  changePlaylist,
  createPlaylist,
  PLAYLISTS,
  type PlaylistChange,
} from '../state/playlists.ts';
import { toast } from '../state/toasts.ts';

/** Asks for a name and makes a playlist, of those tracks where there are any; goes there when it has none yet. */
export function newPlaylist(tracks: readonly string[] = []): void {
  showDialog((close) => (
    <PlaylistDialog
      title={t('playlists.new')}
      confirm={t('playlists.create')}
      close={close}
      save={async ({ name, comment, public: isPublic }) => {
        const made = await createPlaylist(name, tracks);
        if (comment !== '' || isPublic) await changePlaylist(made.id, { comment, public: isPublic });
        if (tracks.length === 0) navigate(paths.playlist(made.id));
        else toast(t('playlists.added', { n: tracks.length, name }));
      }}
    />
  ));
}

/** Changes what is said of a playlist. */
export function editPlaylist(playlist: PlaylistResource): void {
  showDialog((close) => (
    <PlaylistDialog
      title={t('playlists.edit')}
      confirm={t('dialog.save')}
      close={close}
      playlist={playlist}
      save={(change) => changePlaylist(playlist.id, change)}
    />
  ));
}

/** Offers the playlists to which tracks can be added. */
export async function choosePlaylist(
  tracks: () => readonly string[] | Promise<readonly string[]>,
  anchor: Anchor,
): Promise<void> {
  try {
    const { items } = await get<ListOf<PlaylistResource>>(PLAYLISTS);
    const own = items.filter(({ editable, smart }) => editable && !smart);
    const groups: MenuGroups = [
      [{ label: t('playlists.new'), icon: 'plus', run: async () => newPlaylist(await tracks()) }],
      own.map((playlist) => ({
        label: playlist.name,
        icon: 'playlists',
        run: async () => addToPlaylist(playlist, await tracks()),
      })),
    ];
    showMenu(t('playlists.addTo'), groups, anchor);
  } catch (error) {
    toast(explain(error), { kind: 'failure' });
  }
}

interface PlaylistDialogProps {
  title: string;
  confirm: string;
  playlist?: PlaylistResource;
  close: () => void;
  save(change: Required<PlaylistChange>): Promise<void>;
}

function PlaylistDialog({ title, confirm, playlist, close, save }: PlaylistDialogProps) {
  const name = useSignal(playlist?.name ?? '');
  const comment = useSignal(playlist?.comment ?? '');
  const isPublic = useSignal(playlist?.public ?? false);
  const error = useSignal<string | undefined>(undefined);
  const isBusy = useSignal(false);
  const submit = async () => {
    if (name.value.trim() === '') {
      error.value = t('playlists.nameMissing');
      return;
    }
    isBusy.value = true;
    try {
      await save({ name: name.value.trim(), comment: comment.value.trim(), public: isPublic.value });
      close();
    } catch (reason) {
      error.value = explain(reason);
    } finally {
      isBusy.value = false;
    }
  };
  return (
    <Dialog
      title={title}
      close={close}
      submit={submit}
      actions={
        <>
          <Button onClick={close}>{t('dialog.cancel')}</Button>
          <Button look="primary" submit disabled={isBusy.value}>
            {confirm}
          </Button>
        </>
      }
    >
      <div class="form">
        <Field
          label={t('playlists.name')}
          value={name.value}
          onValue={(value) => {
            name.value = value;
          }}
          maxLength={200}
          error={error.value}
          autofocus
        />
        <Field
          label={t('playlists.comment')}
          value={comment.value}
          onValue={(value) => {
            comment.value = value;
          }}
          maxLength={1000}
        />
        <Switch
          label={t('playlists.public')}
          hint={t('playlists.publicHint')}
          on={isPublic.value}
          onChange={(on) => {
            isPublic.value = on;
          }}
        />
      </div>
    </Dialog>
  );
}
