/**
 * Query parameters that tell a site where its reader came from, and nothing of what to show: those of analytics and
 * advertising (utm, Google, Facebook, Microsoft, Yandex, Mailchimp, HubSpot, Instagram, Matomo, Adobe, Piano).
 */
const TRACKING =
  /^(?:utm_\w+|[gd]clid|gclsrc|[gw]braid|_ga|_gl|fbclid|fb_(?:action|source|ref)\w*|msclkid|yclid|_openstat|mc_[ce]id|_hs(?:enc|mi|fp)|hsctatracking|mkt_tok|igsh(?:id)?|(?:mtm|pk|matomo)_\w+|s_cid|at_(?:medium|campaign|\w*type)\w*|xtor|ref_src|ref_url|cmpid|ito|smid|ocid|spm|share_source|twclid|ttclid|li_fat_id|vero_(?:id|conv)|oly_(?:anon|enc)_id|wt_mc|ns_\w+)$/i;
/** Parameters that ask for the AMP form of a page. */
const AMP = /^(?:amp|outputtype=amp)$/i;

/**
 * The address of the thing behind an address: without fragment, tracking parameters and the AMP forms of the page and of
 * Google's caches (https://developers.google.com/amp/cache/amp-cache-urls). Two addresses with the same canonical one show
 * the same page. What is no web address comes back as it was given.
 */
export function canonicalUrl(given: string): string {
  if (!/^\s*https?:\/\//i.test(given) || !URL.canParse(given)) return given;
  const url = outOfAmpCache(new URL(given));
  url.hash = "";
  // Names alone are looked at, so that what stays keeps the very bytes it had.
  const kept = url.search
    .slice(1)
    .split("&")
    .filter((pair) => {
      const name = pair.split("=", 1)[0]!;
      return pair && !TRACKING.test(name) && !AMP.test(name) && !AMP.test(pair);
    });
  url.search = kept.length ? `?${kept.join("&")}` : "";
  return url.href;
}

/** `https://www.google.com/amp/s/example.org/a` and `https://example-org.cdn.ampproject.org/c/s/example.org/a` alike. */
function outOfAmpCache(url: URL): URL {
  const isGoogle = /^(?:www\.)?google\.\w{2,3}(?:\.\w{2})?$/.test(url.hostname);
  const pattern = isGoogle ? /^\/amp\/(s\/)?(.+)/ : /^\/(?:c|v|wp)\/(s\/)?(.+)/;
  const [, secure, rest] =
    isGoogle || url.hostname.endsWith(".cdn.ampproject.org") ? (pattern.exec(url.pathname) ?? []) : [];
  const inner = rest && `${secure ? "https" : "http"}://${rest}${url.search}`;
  return inner && URL.canParse(inner) && new URL(inner).hostname.includes(".") ? new URL(inner) : url;
}
