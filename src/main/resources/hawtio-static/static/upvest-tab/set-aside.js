// Set aside: what waits in dead, invalid, unknown and parked, by reason and type, and what to do with it.
import { h, PF, Router, useState } from './kit.js';
import { ask, get, useAnswer } from './gateway.js';
import { Answer, Go, Grid, Runbook } from './parts.js';
import { Messages } from './messages.js';
import { Watch, WorkDialog } from './work.js';
import { many, number } from './words.js';

const CHANNELS = ['dead', 'invalid', 'unknown', 'parked'];
/** With more messages the types of a group are counted only when somebody asks. */
const FEW = 20000;
/** With more it is looked at again only when somebody asks. */
const EVERY = 10000;

const isFew = (groups) => groups.reduce((sum, group) => sum + group.messages, 0) <= FEW;

const query = (of) => new URLSearchParams(Object.entries(of).filter(([, value]) => value)).toString();

function Types({ channel, group, few }) {
  const [asked, setAsked] = useState(few);
  const answer = useAnswer(
    async () => (asked ? ask('types', channel, group.reason, group.route) : {}),
    [channel, group.reason, group.route, group.messages, asked],
  );
  if (!asked) {
    return h(PF.Button, { variant: 'link', isInline: true, onClick: () => setAsked(true) }, 'Count the types');
  }
  return h(Answer, { of: answer, what: 'the types' }, (types) =>
    h(
      PF.LabelGroup,
      { numLabels: 4 },
      Object.entries(types)
        .sort(([, one], [, other]) => other - one)
        .map(([type, messages]) =>
          h(
            PF.Label,
            { key: type, isCompact: true, variant: 'outline' },
            h(
              Go,
              { to: `set-aside/${channel}?${query({ reason: group.reason, route: group.route, type })}` },
              `${type} ${number(messages)}`,
            ),
          ),
        ),
    ),
  );
}

/** What a replay can be told of a group: a reason that is not given cannot be asked for. */
const nameable = (group) => group.reason !== 'no reason given';

function Groups({ channel, groups, operator, begin }) {
  const few = isFew(groups);
  const rows = groups.map((group) => ({ key: `${group.reason} ${group.route}`, group }));
  const columns = [
    [
      'Why',
      ({ group }) =>
        h(
          'span',
          { className: 'upvest-words' },
          h(Go, { to: `set-aside/${channel}?${query({ reason: group.reason, route: group.route })}` }, group.reason),
          group.route && ` (${group.route})`,
        ),
    ],
    ['Messages', ({ group }) => number(group.messages)],
    ['Types', ({ group }) => h(Types, { channel, group, few })],
  ];
  if (operator) {
    columns.push([
      '',
      ({ group }) =>
        nameable(group) &&
        h(Actions, {
          label: group.reason,
          begin: (kind) => begin(kind, { channel, reason: group.reason, route: group.route }),
        }),
    ]);
  }
  return h(Grid, { label: `Groups in ${channel}`, columns, rows, empty: `Nothing waits in ${channel}` });
}

const Actions = ({ label, begin }) =>
  h(
    'span',
    { className: 'upvest-actions' },
    h(
      PF.Button,
      { variant: 'secondary', size: 'sm', 'aria-label': `Replay: ${label}`, onClick: () => begin('replay') },
      'Replay',
    ),
    h(
      PF.Button,
      { variant: 'danger', size: 'sm', 'aria-label': `Purge: ${label}`, onClick: () => begin('purge') },
      'Purge',
    ),
  );

function Group({ channel, group, operator, begin }) {
  const [picked, setPicked] = useState(new Set());
  const pick = (id, on) =>
    setPicked((last) => {
      const next = new Set(last);
      on ? next.add(id) : next.delete(id);
      return next;
    });
  const ids = [...picked];
  const target = ids.length > 0 ? { channel, ids } : { channel, ...group };
  return h(
    'section',
    null,
    h(
      PF.Title,
      { headingLevel: 'h2', className: 'upvest-words' },
      [group.reason || 'All', group.route, group.type].filter(Boolean).join(', '),
    ),
    operator &&
      nameable(target.ids ? {} : group) &&
      h(
        'div',
        { className: 'upvest-bar' },
        ids.length > 0 ? `${many(ids.length, 'message', 'messages')} picked:` : 'The whole group:',
        h(Actions, { label: 'what is shown', begin: (kind) => begin(kind, target) }),
      ),
    h(Messages, { queue: channel, group, operator, picked, pick: operator ? pick : undefined }),
  );
}

function Channels({ channel, depths }) {
  return h(
    PF.Tabs,
    { activeKey: channel, 'aria-label': 'Where', component: 'nav' },
    CHANNELS.map((name) => {
      const state = depths[`upvest.${name}`];
      const title = h(PF.TabTitleText, null, `${name} ${state ? number(state.messages) : ''}`);
      return h(PF.Tab, { key: name, eventKey: name, title, href: `set-aside/${name}` });
    }),
  );
}

/** Found out now: somebody may just have replayed or purged. */
const failed = () => get('status').then((status) => status.failed);

export function SetAside({ operator }) {
  const { channel = 'dead' } = Router.useParams();
  const [search] = Router.useSearchParams();
  const navigate = Router.useNavigate();
  const [work, setWork] = useState(null);
  const group = {
    reason: search.get('reason') || '',
    route: search.get('route') || '',
    type: search.get('type') || '',
  };
  const one = Object.values(group).some(Boolean);
  const [every, setEvery] = useState(EVERY);
  async function look() {
    const groups = await ask('groups', channel);
    setEvery(isFew(groups) ? EVERY : 0);
    return [groups, await failed()];
  }
  const answer = useAnswer(look, [channel], every);
  const begin = (kind, meant) => setWork({ kind, meant });
  const close = () => {
    setWork(null);
    answer.again();
  };
  const go = (event) => {
    const link = event.target.closest('a[href*="set-aside/"]');
    if (link && link.closest('.pf-v6-c-tabs')) {
      event.preventDefault();
      navigate(`/upvest/set-aside/${link.getAttribute('href').split('/').pop()}`);
    }
  };
  return h(
    'div',
    null,
    h(Watch, { kind: 'replay', operator }),
    h(Watch, { kind: 'purge', operator }),
    h(Answer, { of: answer, what: 'what is set aside' }, ([groups, depths]) =>
      h(
        'div',
        null,
        h('div', { onClickCapture: go }, h(Channels, { channel, depths })),
        h(
          'p',
          { className: 'upvest-bar' },
          one
            ? h(Go, { to: `set-aside/${channel}` }, 'All groups')
            : h(Go, { to: `queues/${channel}` }, 'All messages'),
          h(Runbook, { page: 'how-to/events-are-set-aside' }),
          h(PF.Button, { variant: 'link', isInline: true, onClick: answer.again }, 'Look again'),
        ),
        one
          ? h(Group, { key: JSON.stringify(group), channel, group, operator, begin })
          : h(Groups, { channel, groups, operator, begin }),
      ),
    ),
    work && h(WorkDialog, { ...work, close }),
  );
}
