/**
 * Tracking parameters of analytics and advertising services, such as Google, Facebook, Microsoft, Yandex, Mailchimp,
 * HubSpot, Matomo and Adobe. They do not change what a page shows.
 */
const TRACKING =
  /^(?:utm_\w+|[gd]clid|gclsrc|[gw]braid|_ga|_gl|fbclid|fb_(?:action|source|ref)\w*|msclkid|yclid|_openstat|mc_[ce]id|_hs(?:enc|mi|fp)|hsctatracking|mkt_tok|igsh(?:id)?|(?:mtm|pk|matomo)_\w+|s_cid|at_(?:medium|campaign|\w*type)\w*|xtor|ref_src|ref_url|cmpid|ito|smid|ocid|spm|share_source|twclid|ttclid|li_fat_id|vero_(?:id|conv)|oly_(?:anon|enc)_id|wt_mc|ns_\w+)$/i;
/** Query parameters that select the AMP version of a page. */
const AMP = /^(?:amp|outputtype=amp)$/i;

/**
 * Returns the canonical form of a URL, without its fragment, tracking parameters and AMP parameters. URLs of Google's
 * AMP caches (https://developers.google.com/amp/cache/amp-cache-urls) become the URL of the original page. Anything but
 * an HTTP(S) URL is returned unchanged.
 */
export function canonicalUrl(input: string): string {
  if (!/^\s*https?:\/\//i.test(input) || !URL.canParse(input)) return input;
  const url = unwrapAmpCache(new URL(input));
  url.hash = "";
  // Not URLSearchParams, which would re-encode the remaining parameters.
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

/**
 * Returns the URL of the original page for an AMP cache URL such as `https://www.google.com/amp/s/example.org/a` or
 * `https://example-org.cdn.ampproject.org/c/s/example.org/a`. Returns any other URL unchanged.
 */
function unwrapAmpCache(url: URL): URL {
  const isGoogle = /^(?:www\.)?google\.\w{2,3}(?:\.\w{2})?$/.test(url.hostname);
  const pattern = isGoogle ? /^\/amp\/(s\/)?(.+)/ : /^\/(?:c|v|wp)\/(s\/)?(.+)/;
  const [, isSecure, rest] =
    isGoogle || url.hostname.endsWith(".cdn.ampproject.org") ? (pattern.exec(url.pathname) ?? []) : [];
  const inner = rest && `${isSecure ? "https" : "http"}://${rest}${url.search}`;
  return inner && URL.canParse(inner) && new URL(inner).hostname.includes(".") ? new URL(inner) : url;
}
