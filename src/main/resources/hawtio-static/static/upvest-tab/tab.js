// The tab Upvest: its pages, each with an address of its own, and who looks at which gateway.
import { h, load, PF, Router, useEffect, useState } from './kit.js';
import { address, get, useAnswer } from './gateway.js';
import { Failure, Go, Time } from './parts.js';
import { Now } from './now.js';
import { Queues } from './queues.js';
import { SetAside } from './set-aside.js';
import { EventPage, Find } from './find.js';
import { Completeness } from './completeness.js';
import { Audit } from './audit.js';
import { Routes } from './routes.js';
import { Erase } from './erase.js';
import { Drift } from './drift.js';
import { Docs } from './docs.js';
import { utc } from './words.js';

const PAGES = [
  ['now', 'Now'],
  ['queues', 'Queues'],
  ['set-aside', 'Set aside'],
  ['find', 'Find'],
  ['completeness', 'Completeness'],
  ['audit', 'Audit'],
  ['routes', 'Routes'],
  ['erase', 'Erase', true],
  ['drift', 'Drift'],
  ['docs', 'Docs'],
];

function Pages({ operator }) {
  const { pathname } = Router.useLocation();
  const items = PAGES.filter(([, , operators]) => operator || !operators).map(([path, title]) =>
    h(
      PF.NavItem,
      {
        key: path,
        itemId: path,
        isActive: pathname.startsWith(`/upvest/${path}`) || (path === 'find' && pathname.startsWith('/upvest/event/')),
      },
      h(Go, { to: path }, title),
    ),
  );
  return h(PF.Nav, { variant: 'horizontal-subnav', 'aria-label': 'Upvest' }, h(PF.NavList, null, items));
}

const Gateway = ({ of }) =>
  h(
    'p',
    { className: 'upvest-bar' },
    h('strong', null, of.host),
    h('span', null, `process ${of.process}, started `, h(Time, { at: of.started, ago: true })),
    h('span', null, `${of.name}, ${of.operator ? 'operator' : 'viewer: looking only'}`),
  );

const which = (of) => `${of.host}, process ${of.process}, started ${utc(of.started)}`;

const ForOperators = () => h(PF.EmptyState, { titleText: 'This page is for operators', headingLevel: 'h2' });

function Tab() {
  const me = useAnswer(() => get('whoami'), [], 10000);
  const operator = Boolean(me.value && me.value.operator);
  const [first, setFirst] = useState(null);
  useEffect(() => {
    setFirst((known) => known || me.value || null);
  }, [me.value]);
  const page = (path, type) => h(Router.Route, { key: path, path, element: h(type, { operator }) });
  return h(
    'div',
    { className: 'upvest-tab' },
    h(PF.PageSection, { type: 'subnav', padding: { default: 'noPadding' } }, h(Pages, { operator })),
    h(
      PF.PageSection,
      { hasBodyWrapper: false },
      h(Failure, { error: me.error }),
      me.value && h(Gateway, { of: me.value }),
      first &&
        me.value &&
        which(first) !== which(me.value) &&
        h(PF.Alert, {
          variant: 'warning',
          isInline: true,
          isLiveRegion: true,
          className: 'upvest-gap',
          title: `Another gateway answers now, or this one was restarted. Before, it was ${which(first)}`,
        }),
      me.value &&
        h(
          Router.Routes,
          null,
          page('now', Now),
          page('queues/:queue?', Queues),
          page('set-aside/:channel?', SetAside),
          page('find', Find),
          page('event/:id', EventPage),
          page('completeness', Completeness),
          page('audit', Audit),
          page('routes', Routes),
          page('erase', operator ? Erase : ForOperators),
          page('drift', Drift),
          page('docs/*', Docs),
          h(Router.Route, { path: '*', element: h(Router.Navigate, { to: '/upvest/now', replace: true }) }),
        ),
    ),
  );
}

/** What Hawtio calls once. */
export async function plugin(scope) {
  const { hawtio } = await load(scope);
  const style = document.createElement('link');
  style.rel = 'stylesheet';
  style.href = address('static/upvest-tab/tab.css');
  document.head.append(style);
  hawtio.addPlugin({
    id: 'upvest',
    title: 'Upvest',
    path: '/upvest',
    order: -100,
    component: Tab,
    isActive: async () => true,
  });
}
