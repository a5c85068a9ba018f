"""Drives the Subsonic adapter of Sublime Music without its window, and prints what it understood as JSON.

Arguments: address, user name, password, "salted" or "plain".
"""

import json
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import requests
from sublime_music.adapters import AlbumSearchQuery, ConfigurationStore
from sublime_music.adapters.subsonic import SubsonicAdapter

address, username, password, mechanism = sys.argv[1:]
config = ConfigurationStore(
    server_address=address,
    username=username,
    verify_cert=True,
    sync_enabled=False,
    salt_auth=mechanism == "salted",
)
config.set_secret("password", password)


def fetched(uri):
    answer = requests.get(uri)
    return {
        "status": answer.status_code,
        "type": answer.headers["content-type"],
        "bytes": len(answer.content),
    }


def listed(playlist):
    return {"name": playlist.name, "comment": playlist.comment, "songs": [s.title for s in playlist.songs]}


with tempfile.TemporaryDirectory() as folder:
    adapter = SubsonicAdapter(config, Path(folder))
    adapter._set_ping_status()
    seen = {"online": bool(adapter.ping_status)}

    artists = adapter.get_artists()
    artist = adapter.get_artist(artists[0].id)
    album = adapter.get_album(artist.albums[0].id)
    song = album.songs[0]
    seen["artists"] = [a.name for a in artists]
    seen["albums"] = sorted(
        a.name
        for a in adapter.get_albums(
            AlbumSearchQuery(AlbumSearchQuery.Type.ALPHABETICAL_BY_NAME)
        )
    )
    seen["starred"] = [
        a.name for a in adapter.get_albums(AlbumSearchQuery(AlbumSearchQuery.Type.STARRED))
    ]
    seen["genres"] = [g.name for g in adapter.get_genres()]
    seen["ignoredArticles"] = sorted(adapter.get_ignored_articles())
    seen["details"] = adapter.get_song_details(song.id).title == song.title
    root = adapter.get_directory("root")
    seen["folders"] = [d.name for d in root.children]
    inside = adapter.get_directory(root.children[0].id)
    seen["insideFolder"] = [c.name or c.title for c in inside.children]

    found = adapter.search(album.name)
    seen["found"] = {
        "albums": [a.name for a in found.albums],
        "artists": [a.name for a in found.artists],
        "songs": [s.title for s in found.songs],
    }
    seen["album"] = album.name
    seen["albumSongs"] = [s.title for s in album.songs]

    seen["stream"] = fetched(adapter.get_song_stream_uri(song.id))
    seen["download"] = fetched(adapter.get_song_file_uri(song.id, ["http"]))
    seen["size"] = song.size
    seen["cover"] = fetched(adapter.get_cover_art_uri(album.cover_art, "http", 300))

    adapter.scrobble_song(song)
    recent = AlbumSearchQuery(AlbumSearchQuery.Type.RECENT)
    deadline = time.monotonic() + 20
    while not adapter.get_albums(recent) and time.monotonic() < deadline:
        time.sleep(0.05)
    seen["recent"] = [a.name for a in adapter.get_albums(recent)]
    adapter.save_play_queue([s.id for s in album.songs], current_song_index=1, position=timedelta(seconds=12.5))
    queue = adapter.get_play_queue()
    seen["queue"] = {
        "songs": [s.title for s in queue.songs],
        "index": queue.current_index,
        "position": queue.position.total_seconds(),
    }

    adapter.create_playlist("Sublime", album.songs[:2])
    made = next(p for p in adapter.get_playlists() if p.name == "Sublime")
    seen["created"] = listed(adapter.get_playlist_details(made.id))
    seen["renamed"] = listed(
        adapter.update_playlist(made.id, name="Better", comment="by ear")
    )
    seen["appended"] = listed(
        adapter.update_playlist(made.id, append_song_ids=[album.songs[-1].id])
    )
    seen["replaced"] = listed(
        adapter.update_playlist(made.id, song_ids=[song.id])
    )
    adapter.delete_playlist(made.id)
    seen["deleted"] = all(p.id != made.id for p in adapter.get_playlists())
    adapter.shutdown()

print(json.dumps(seen))
