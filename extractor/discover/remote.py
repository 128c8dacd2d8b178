"""Files on remote systems, fetched one at a time by fsspec."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from extractor.discover.budget import ArchiveLimits, Budget, Entry, RefusedError
from extractor.discover.names import ARCHIVES, SUFFIXES, hidden, printable, suffix_of
from extractor.errors import JiheError
from extractor.model import Problem

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_REMOTE = re.compile(r"(s3|oss|memory|https?):/{1,2}(?=[^/])", re.IGNORECASE)
_NETWORK = "请检查地址、网络和访问权限。"
_MAGIC = re.compile(r"[*?\[]")


def is_remote(path: Path | str) -> bool:
    """Tell a remote path; `Path` takes one of the two slashes away."""
    return _REMOTE.match(str(path)) is not None


def remote_names(path: str) -> list[str]:
    """The files that a remote path names, those in a folder or of a glob sorted.

    Raises:
        JiheError: fsspec is not installed, or nothing is there.
    """
    url = _REMOTE.sub(lambda match: f"{match[1].lower()}://", path, count=1)
    filesystem, inner = _filesystem(url)
    scheme = url.partition("://")[0]
    try:
        if scheme in {"http", "https"} or filesystem.isfile(inner):
            return [url]
        if filesystem.isdir(inner):
            found = [name for name in filesystem.find(inner) if _taken(name, inner)]
        else:
            found = filesystem.glob(inner) if _MAGIC.search(inner) else []
            found = [name for name in found if filesystem.isfile(name)]
            inner = ""
    except Exception as error:
        raise JiheError(f"读不到 {shown_url(url)}：{_reason(error)}。{_NETWORK}") from error
    if not found and not inner:
        raise JiheError(f"找不到文件或文件夹：{shown_url(url)}，请检查路径。")
    return [f"{scheme}://{name.lstrip('/')}" for name in sorted(found)]


def fetched(url: str, folder: Path, limits: ArchiveLimits) -> Entry | Problem:
    """Fetch one file into `folder`."""
    shown = shown_url(url)
    try:
        filesystem, inner = _filesystem(url)
        with filesystem.open(inner, "rb") as source:
            return Entry(shown, Budget(folder, limits).copy(source, _name(url), None))
    except RefusedError as error:
        return error.problem(shown)
    except JiheError:
        raise
    except Exception as error:
        return Problem("missing", shown, f"文件取不到（{_reason(error)}）。", _NETWORK)


def shown_url(url: str) -> str:
    """The address without what gives access: user, password, signature."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    query = "" if parts.scheme in {"http", "https"} else parts.query
    return printable(urlunsplit((parts.scheme, host, parts.path, query, "")))


def _name(url: str) -> str:
    return posixpath.basename(urlsplit(url).path)


def _taken(name: str, root: str) -> bool:
    """What is taken from a remote folder: the same as from one on disk."""
    inner = name.lstrip("/").removeprefix(root.strip("/"))
    return suffix_of(name) in SUFFIXES | ARCHIVES and not any(map(hidden, inner.split("/")))


def _filesystem(url: str) -> tuple[AbstractFileSystem, str]:
    try:
        from fsspec.core import url_to_fs

        result: tuple[Any, str] = url_to_fs(url)
    except ImportError as error:
        raise JiheError(
            f"读取 {shown_url(url)} 需要安装远程读取组件：pip install 'jihe[remote]'。"
        ) from error
    return result


def _reason(error: Exception) -> str:
    return printable(str(error)).strip() or type(error).__name__
