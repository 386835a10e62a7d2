// What the console shares: React, PatternFly and the router. Imports are live: they are there before a page is shown.
let React;
export let PF;
export let Tables;
export let Router;

export const h = (type, props, ...children) => React.createElement(type, props, ...children);
export const useState = (first) => React.useState(first);
export const useEffect = (effect, causes) => React.useEffect(effect, causes);

function newest(versions) {
  const byNumber = (one, other) => one.localeCompare(other, 'en', { numeric: true });
  return versions[Object.keys(versions).sort(byNumber).pop()];
}

async function take(scope, name) {
  const factory = await newest(scope[name]).get();
  return factory();
}

/** Takes them out of the console's share scope; gives Hawtio's own module. */
export async function load(scope) {
  const names = ['react', '@patternfly/react-core', '@patternfly/react-table', 'react-router-dom', '@hawtio/react'];
  const [react, core, table, router, hawtio] = await Promise.all(names.map((name) => take(scope, name)));
  React = react;
  PF = core;
  Tables = table;
  Router = router;
  return hawtio;
}
