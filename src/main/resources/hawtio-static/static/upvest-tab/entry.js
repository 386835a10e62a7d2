// What Hawtio loads as a federated module: it takes the modules of the console, and gives the tab.
window.upvestTab = (() => {
  const tab = new URL('tab.js', document.currentScript.src);
  let shared;
  return {
    init(scope) {
      shared = scope;
    },
    async get() {
      const { plugin } = await import(tab);
      return () => ({ plugin: () => plugin(shared) });
    },
  };
})();
