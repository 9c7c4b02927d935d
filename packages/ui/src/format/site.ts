/** Of a page: what its site calls itself, and where it is, always: the name may be untrue. */
export function siteOf({ site, url }: { site: string; url: string }): string {
  const host = (URL.parse(url)?.host ?? '').replace(/^www\./, '');
  return site === '' || site.toLowerCase() === host ? host : `${site} · ${host}`;
}
