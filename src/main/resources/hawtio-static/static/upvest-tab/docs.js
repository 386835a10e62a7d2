// The documentation that this gateway brings: Markdown, as far as its pages use it. Everything else is shown as text.
import { h, PF, Router } from './kit.js';
import { address, documentation, useAnswer } from './gateway.js';
import { Answer } from './parts.js';

const INLINE = /`([^`]+)`|\*\*([^*]+)\*\*|(!?)\[([^\]]*)\]\(([^)\s]+)\)/g;

/** Where a link on a page leads, within the documentation; null for one to the outside. */
function inside(page, link) {
  if (/^[a-z]+:/i.test(link)) {
    return null;
  }
  const base = `http://docs/${page}`;
  return new URL(link, base).href.slice('http://docs/'.length);
}

function Anchor({ page, link, children }) {
  const path = inside(page, link);
  if (path === null) {
    return /^https?:/.test(link) ? h('a', { href: link, target: '_blank', rel: 'noreferrer' }, children) : children;
  }
  return /\.md(#.*)?$/.test(path) ? h(Router.Link, { to: `/upvest/docs/${path}` }, children) : children;
}

function text(page, line) {
  const parts = [];
  let at = 0;
  for (const [all, code, bold, image, label, link] of line.matchAll(INLINE)) {
    const found = line.indexOf(all, at);
    parts.push(line.slice(at, found));
    at = found + all.length;
    const key = parts.length;
    if (code) {
      parts.push(h('code', { key }, code));
    } else if (bold) {
      parts.push(h('strong', { key }, bold));
    } else if (image) {
      const path = inside(page, link);
      parts.push(path === null ? label : h('img', { key, alt: label, src: address(`static/upvest-docs/${path}`) }));
    } else {
      parts.push(h(Anchor, { key, page, link }, text(page, label)));
    }
  }
  parts.push(line.slice(at));
  return parts;
}

const cells = (line) =>
  line
    .replace(/^\||\|\s*$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));

function table(page, lines, key) {
  const [head, , ...rows] = lines.map(cells);
  const row = (of, tag, at) =>
    h(
      'tr',
      { key: at },
      of.map((cell, column) => h(tag, { key: column }, text(page, cell))),
    );
  return h(
    'div',
    { key, className: 'upvest-heat' },
    h(
      'table',
      { 'aria-label': head.join(', ') || 'Table' },
      h('thead', null, row(head, 'th', 0)),
      h(
        'tbody',
        null,
        rows.map((each, at) => row(each, 'td', at)),
      ),
    ),
  );
}

/** Lines that belong together: a fence, a table, a heading, an item, a paragraph. */
function blocks(source) {
  const found = [];
  let fence = false;
  for (const line of source.split('\n')) {
    const last = found[found.length - 1];
    const kind = /^\s*\|/.test(line)
      ? 'table'
      : /^#{1,6} /.test(line)
        ? 'heading'
        : /^\s*([*-]|\d+\.) /.test(line)
          ? 'item'
          : line.trim()
            ? 'paragraph'
            : 'end';
    if (/^\s*```/.test(line)) {
      fence = !fence;
      found.push({ kind: fence ? 'fence' : 'end', lines: [] });
    } else if (
      fence ||
      (last && kind === last.kind && kind !== 'heading' && kind !== 'item') ||
      (kind === 'paragraph' && last && last.kind === 'item')
    ) {
      last.lines.push(line);
    } else {
      found.push({ kind, lines: [line] });
    }
  }
  return found.filter(({ kind, lines }) => kind !== 'end' && lines.length > 0);
}

function block(page, { kind, lines }, key) {
  if (kind === 'fence') {
    return h('pre', { key, tabIndex: 0 }, lines.join('\n'));
  }
  if (kind === 'table') {
    return table(page, lines, key);
  }
  if (kind === 'heading') {
    const [, marks, title] = lines[0].match(/^(#+) (.*)$/);
    return h(
      PF.Title,
      { key, headingLevel: `h${Math.min(6, marks.length + 1)}`, size: marks.length === 1 ? 'xl' : 'lg' },
      text(page, title),
    );
  }
  const all = lines.map((line) => line.trim()).join(' ');
  return kind === 'item'
    ? h('p', { key, className: 'upvest-item' }, text(page, all.replace(/^[*-] /, '• ')))
    : h('p', { key }, text(page, all));
}

export function Docs() {
  const path = Router.useParams()['*'] || 'README.md';
  const answer = useAnswer(() => documentation(path), [path]);
  return h(Answer, { of: answer, what: 'the page' }, (source) =>
    h(
      PF.Content,
      { className: 'upvest-doc' },
      blocks(source.replace(/<!--[\s\S]*?-->/g, '')).map((each, at) => block(path, each, at)),
    ),
  );
}
