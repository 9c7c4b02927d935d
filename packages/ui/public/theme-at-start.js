// Runs before the first paint, so that a dark screen never flashes white.
(() => {
  let kept = {};
  try {
    kept = JSON.parse(localStorage.getItem('atalaya.preferences') ?? '{}') ?? {};
  } catch {
    // Storage is forbidden or spoilt: the system's own theme is right.
  }
  const dark =
    kept.theme === 'dark' ||
    (kept.theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.mantineColorScheme = dark ? 'dark' : 'light';
  document.documentElement.dataset.density = kept.density ?? 'normal';
})();
