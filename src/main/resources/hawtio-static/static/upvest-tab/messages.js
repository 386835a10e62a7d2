// Messages that wait in a queue, a page at a time. Bodies are for operators, and come only when somebody asks for one.
import { h, PF, useState } from './kit.js';
import { get, useAnswer } from './gateway.js';
import { Answer, Facts, Failure, Go, Time } from './parts.js';
import { number, pretty } from './words.js';

const SIZE = 25;

function Body({ queue, id }) {
  const [state, setState] = useState({});
  async function show() {
    setState({ busy: true });
    try {
      setState({ message: await get(`queues/${queue}/${id}`) });
    } catch (failure) {
      setState({ error: failure.message });
    }
  }
  const { message } = state;
  if (!message) {
    return h(
      'div',
      null,
      h(Failure, { error: state.error }),
      h(PF.Button, { variant: 'secondary', size: 'sm', onClick: show, isLoading: state.busy }, 'Show the body'),
    );
  }
  if (message.body === undefined) {
    return 'No longer there: a consumer holds it or has taken it.';
  }
  return h(
    'div',
    null,
    message.cut && h('p', null, 'Beginning only:'),
    h('pre', { className: 'upvest-body', tabIndex: 0, 'aria-label': 'Body' }, pretty(message.body)),
    h(Facts, {
      of: Object.entries(message.properties)
        .sort()
        .filter(([name]) => !name.startsWith('Upvest')),
    }),
  );
}

function Message({ queue, message, operator, picked, pick }) {
  const [open, setOpen] = useState(false);
  const { headers } = message;
  const title = `${headers.UpvestEventType || 'no type'} `;
  const event = headers.UpvestEventId;
  return h(
    PF.DataListItem,
    { 'aria-label': title },
    h(
      PF.DataListItemRow,
      null,
      h(PF.DataListToggle, {
        id: `open-${message.id}`,
        'aria-label': 'Headers',
        isExpanded: open,
        onClick: () => setOpen(!open),
      }),
      pick &&
        h(PF.DataListCheck, {
          'aria-label': `Pick ${event || message.id}`,
          isChecked: picked,
          onChange: (_, on) => pick(message.id, on),
        }),
      h(PF.DataListItemCells, {
        dataListCells: [
          h(
            PF.DataListCell,
            { key: 'what', className: 'upvest-words' },
            h('strong', null, title),
            h(Time, { at: message.sent }),
          ),
          h(
            PF.DataListCell,
            { key: 'id', className: 'upvest-words' },
            event ? h(Go, { to: `event/${event}` }, event) : message.id,
          ),
        ],
      }),
    ),
    h(
      PF.DataListContent,
      { 'aria-label': 'Headers', isHidden: !open },
      open &&
        h(Facts, {
          of: [['Message', message.id], ['Sent', h(Time, { at: message.sent })], ...Object.entries(headers).sort()],
        }),
      open && operator && h(Body, { queue, id: message.id }),
    ),
  );
}

/** Pages through a queue, or through a group. Where messages can be picked, picked is a set and pick changes it. */
export function Messages({ queue, group, operator, picked, pick }) {
  const { reason = '', route = '', type = '' } = group || {};
  const [from, setFrom] = useState(0);
  const answer = useAnswer(
    () => get(`queues/${queue}`, { reason, route, type, from, size: SIZE }),
    [queue, reason, route, type, from],
  );
  return h(Answer, { of: answer, what: 'the messages' }, ({ messages, more }) =>
    h(
      'div',
      null,
      h(
        'div',
        { className: 'upvest-bar' },
        h(
          'span',
          null,
          messages.length === 0
            ? 'Nothing waits here'
            : `${number(from + 1)} to ${number(from + messages.length)}, the oldest first`,
        ),
        h(
          PF.Button,
          { variant: 'link', isDisabled: from === 0, onClick: () => setFrom(Math.max(0, from - SIZE)) },
          'Earlier',
        ),
        h(PF.Button, { variant: 'link', isDisabled: !more, onClick: () => setFrom(from + SIZE) }, 'Later'),
        h(PF.Button, { variant: 'link', onClick: answer.again }, 'Look again'),
      ),
      messages.length > 0 &&
        h(
          PF.DataList,
          { 'aria-label': `Messages in ${queue}`, isCompact: true },
          messages.map((message) =>
            h(Message, {
              key: message.id,
              queue,
              message,
              operator,
              picked: Boolean(picked && picked.has(message.id)),
              pick,
            }),
          ),
        ),
    ),
  );
}
