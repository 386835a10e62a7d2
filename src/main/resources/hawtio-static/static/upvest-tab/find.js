// Find: an id of any kind in one box, or time, type and channel; and an event's way.
import { h, PF, Router, useState } from './kit.js';
import { get, useAnswer } from './gateway.js';
import { Answer, Facts, Go, Grid, Runbook, Time } from './parts.js';
import { many, number } from './words.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const PAGE = 50;

const columns = [
  ['Received', (row) => h(Time, { at: row.received })],
  ['Event', (row) => h(Go, { to: `event/${row.id}` }, row.id)],
  ['Type', (row) => row.type || 'no type'],
  ['Channel', (row) => row.channel],
  ['Now', (row) => (row.now || []).join(', ')],
  ['Duplicates', (row) => (row.duplicates > 0 ? number(row.duplicates) : '')],
];

const Events = ({ events, empty }) =>
  h(Grid, {
    label: 'Events',
    columns: columns.filter(([title]) => title !== 'Now' || events.some((event) => event.now)),
    rows: events.map((event) => ({ key: event.id, ...event })),
    empty,
  });

/** Everything that has this id. */
async function called(id) {
  const [{ event, inbox }, delivery, object, status] = await Promise.all([
    get(`events/${id}`),
    get(`deliveries/${id}`),
    get(`objects/${id}`),
    get('status'),
  ]);
  return { event, inbox, delivery, object, webhook: status.lastAccepted[id] };
}

function Called({ id }) {
  const answer = useAnswer(() => called(id), [id]);
  return h(Answer, { of: answer, what: 'what has this id' }, (found) => {
    const { attempts, events } = found.delivery;
    const none =
      !found.event && attempts.length === 0 && events.length === 0 && found.object.length === 0 && !found.webhook;
    return h(
      'div',
      null,
      found.event && h(Event, { event: found.event }),
      (attempts.length > 0 || events.length > 0) &&
        h(
          'section',
          null,
          h(PF.Title, { headingLevel: 'h2' }, `A delivery, answered 200 ${many(attempts.length, 'time', 'times')}`),
          attempts.map((attempt) =>
            h(
              'p',
              { key: attempt.received },
              h(Time, { at: attempt.received }),
              ` ${attempt.events} events, ${attempt.duplicates} duplicates, webhook ${attempt.webhook || '?'}`,
            ),
          ),
          h(Events, { events, empty: 'It contained no new event' }),
        ),
      found.object.length > 0 &&
        h(
          'section',
          null,
          h(PF.Title, { headingLevel: 'h2' }, `An object with ${many(found.object.length, 'event', 'events')}`),
          h(Events, { events: found.object, empty: '' }),
        ),
      found.webhook &&
        h(
          'p',
          null,
          'A subscription; its last delivery was answered 200 ',
          h(Time, { at: found.webhook }),
          '. ',
          h(Go, { to: 'queues' }, 'Its queue of the inbox'),
        ),
      none && h(Nothing, { inbox: found.inbox }),
    );
  });
}

const Nothing = ({ inbox }) =>
  h(
    PF.EmptyState,
    { titleText: 'Nothing found with this id', headingLevel: 'h2', variant: 'sm' },
    inbox &&
      inbox.waiting > 0 &&
      h(
        'p',
        null,
        `${number(inbox.waiting)} deliveries wait in the inbox and are not entered yet. `,
        inbox.heldBecause,
      ),
    h(Runbook, { page: 'how-to/did-an-event-arrive' }),
  );

/** One step of an event's way. */
const Step = (id, title, variant, description) =>
  h(
    PF.ProgressStep,
    { key: id, id: `way-${id}`, titleId: `way-${id}-title`, variant, description, 'aria-label': title },
    title,
  );

function place(now) {
  if (/^consumed|^replayed/.test(now)) {
    return 'success';
  }
  return /^in |taken out|not known|there is no/.test(now) ? 'danger' : 'info';
}

function Event({ event }) {
  const aside = event.outcome !== 'routed';
  const steps = [
    event.created && Step('created', 'Created by Upvest', 'success', h(Time, { at: event.created })),
    Step('received', 'Received', 'success', h(Time, { at: event.received })),
    Step('claimed', `Entered: ${event.outcome}`, aside ? 'danger' : 'success', event.channel.split(',').join(', ')),
    ...event.now.map((now, at) => Step(`now-${at}`, now, place(now), '')),
  ];
  return h(
    'section',
    null,
    h(PF.Title, { headingLevel: 'h2' }, `${event.type || 'no type'} ${event.id}`),
    h(PF.ProgressStepper, { 'aria-label': "The event's way", className: 'upvest-gap' }, steps.filter(Boolean)),
    h(Facts, {
      of: [
        ['Event', event.id],
        ['Type', event.type],
        ['Object', event.object && h(Go, { to: `find?q=${event.object}` }, event.object)],
        ['Delivery', h(Go, { to: `find?q=${event.delivery}` }, event.delivery)],
        ['Webhook', event.webhook],
        ['Channel', event.channel],
        ['Outcome', event.outcome],
        ['Duplicates', number(event.duplicates)],
      ],
    }),
    aside && h(Go, { to: `set-aside/${event.outcome}` }, 'What is set aside there'),
  );
}

export function EventPage() {
  const { id } = Router.useParams();
  return h(Called, { id });
}

function Listed({ since, until, type, channel }) {
  const [pages, setPages] = useState(['']);
  const after = pages[pages.length - 1];
  const answer = useAnswer(
    () => get('events', { since, until, type, channel, after, limit: PAGE }),
    [since, until, type, channel, after],
  );
  return h(Answer, { of: answer, what: 'the events' }, ({ events, next, hint }) =>
    h(
      'div',
      null,
      h(Events, { events, empty: hint || 'No event was received in this time' }),
      h(
        'div',
        { className: 'upvest-bar' },
        h(
          PF.Button,
          { variant: 'link', isDisabled: pages.length === 1, onClick: () => setPages(pages.slice(0, -1)) },
          'Earlier',
        ),
        h(PF.Button, { variant: 'link', isDisabled: !next, onClick: () => setPages([...pages, next]) }, 'Later'),
      ),
    ),
  );
}

const FIELDS = [
  ['q', 'An id: event, delivery, object or webhook'],
  ['since', 'Since, such as 90m, 24h or 2026-11-21T10:15:00Z'],
  ['until', 'Until'],
  ['type', 'Type, such as ORDER.NEW'],
  ['channel', 'Channel, such as orders'],
];

export function Find() {
  const [search, setSearch] = Router.useSearchParams();
  const given = Object.fromEntries(FIELDS.map(([name]) => [name, search.get(name) || '']));
  const [asked, setAsked] = useState(given);
  const go = (event) => {
    event.preventDefault();
    setSearch(
      Object.entries(asked)
        .map(([name, text]) => [name, text.trim()])
        .filter(([, text]) => text),
    );
  };
  const fields = FIELDS.map(([name, label]) =>
    h(
      PF.FormGroup,
      { key: name, label, fieldId: `find-${name}` },
      h(PF.TextInput, {
        id: `find-${name}`,
        value: asked[name],
        onChange: (_, text) => setAsked({ ...asked, [name]: text }),
      }),
    ),
  );
  const { q } = given;
  return h(
    'div',
    null,
    h(
      PF.Form,
      { onSubmit: go, className: 'upvest-gap' },
      fields[0],
      h('div', { className: 'upvest-cards' }, fields.slice(1)),
      h(PF.ActionGroup, null, h(PF.Button, { type: 'submit' }, 'Find')),
    ),
    q && !UUID.test(q) && h(PF.Alert, { variant: 'info', isInline: true, title: 'An id is a UUID, 36 characters.' }),
    q ? UUID.test(q) && h(Called, { key: q, id: q }) : h(Listed, { key: JSON.stringify(given), ...given }),
  );
}
