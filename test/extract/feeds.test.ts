import { expect, test } from "vitest";
import { clean } from "../../src/clean/index.ts";
import { extract } from "../../src/extract/index.ts";
import { createSourceLoader } from "../../src/intake/index.ts";
import { type Document, detachedContext } from "../../src/model/index.ts";

const load = createSourceLoader(() => Promise.reject(new Error("nothing is fetched here")), 10_000_000);
const read = async (content: string | Uint8Array): Promise<Document> => {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  return clean(await extract(await load({ from: "bytes", bytes }, detachedContext())));
};
const paragraphs = (document: Document): string[] => document.text.split("\n\n");
const rss = (channel: string, attributes = "") =>
  `<?xml version="1.0"?>\n<rss version="2.0" ${attributes}><channel><title>Harbour news</title>${channel}</channel></rss>`;

test("RSS: items in order with title, date and summary, and the feed's own title and language", async () => {
  const document = await read(
    rss(`<language>en-GB</language><link>https://a.example</link><description>All about the harbour</description>
      <image><title>Logo</title><url>https://a.example/x.png</url></image>
      <lastBuildDate>Wed, 04 Mar 2026 08:00:00 +0100</lastBuildDate>
      <item><title>Third quay opens</title><link>https://a.example/1</link>
        <pubDate>Tue, 03 Mar 2026 23:30:00 -0500</pubDate><description>It cost &lt;b&gt;11 million&lt;/b&gt; euros.</description></item>
      <item><title>Ferry &amp;amp; fog</title><pubDate>1 Feb 26</pubDate></item>`),
  );
  expect(document).toMatchObject({
    title: "Harbour news",
    published: "2026-03-04",
    language: expect.stringMatching(/^en\b/),
  });
  expect(paragraphs(document)).toEqual([
    "Third quay opens (2026-03-03)",
    "It cost 11 million euros.",
    "Ferry & fog (2026-02-01)",
  ]);
});

test("RSS: CDATA, and what blog software appends to a summary", async () => {
  const document = await read(
    rss(`<item><title><![CDATA[Fares <em>rise</em> & fall]]></title>
      <description><![CDATA[<p>From June, a crossing costs 5 &lt; 6 euros.</p><p>The post <a href="x">Fares</a> appeared first on <a href="y">Harbour news</a>.</p>]]></description></item>
      <item><title>Talk</title><description><![CDATA[<a href="https://a.example/c">Comments</a>]]></description></item>`),
  );
  expect(paragraphs(document)).toEqual(["Fares rise & fall", "From June, a crossing costs 5 < 6 euros.", "Talk"]);
  expect(document.removed.filter(({ rule }) => rule === "feed").map(({ text }) => text)).toEqual([
    "The post Fares appeared first on Harbour news.",
    "Comments",
  ]);
});

test("RSS: content:encoded serves where there is no description, under any prefix", async () => {
  const document = await read(
    rss(
      `<item><title>One</title><description>The short one.</description><c:encoded><![CDATA[<p>The long one.</p>]]></c:encoded></item>
       <item><title>Two</title><description><![CDATA[<img src="x.png">]]></description><c:encoded><![CDATA[<h2>Part</h2><p>The text.</p>]]></c:encoded></item>`,
      'xmlns:c="http://purl.org/rss/1.0/modules/content/"',
    ),
  );
  expect(paragraphs(document)).toEqual(["One", "The short one.", "Two", "Part", "The text."]);
});

test("a feed without dates has no date, and one without titles has its texts", async () => {
  const untitled = await read(
    rss(`<item><description>We saw a seal.</description><pubDate>Mon, 2 Mar 2026 10:00:00 GMT</pubDate></item>
         <item><description>No fog today.</description><pubDate>yesterday</pubDate></item>`),
  );
  expect(untitled.published).toBe("2026-03-02");
  expect(paragraphs(untitled)).toEqual(["2026-03-02: We saw a seal.", "No fog today."]);
  const undated = await read(rss("<item><title>One</title></item><item><title>Two</title></item>"));
  expect([undated.published, paragraphs(undated)]).toEqual([null, ["One", "Two"]]);
});

test("a podcast has the summaries of its episodes", async () => {
  const document = await read(
    rss(
      `<itunes:author>Ilse</itunes:author><itunes:summary>About boats.</itunes:summary>
       <item><title>Episode 2: Fog</title><itunes:title>Fog</itunes:title><enclosure url="https://a.example/2.mp3" length="1" type="audio/mpeg"/>
       <itunes:duration>31:20</itunes:duration><itunes:summary>How pilots find the quay.</itunes:summary></item>`,
      'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"',
    ),
  );
  expect(paragraphs(document)).toEqual(["Episode 2: Fog", "How pilots find the quay."]);
});

test("Atom: XHTML content, plain titles, the entry's own title and not that of its source", async () => {
  const document =
    await read(`<?xml version="1.0" encoding="utf-8"?><?xml-stylesheet href="a.xsl"?><!-- made by hand -->
    <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title type="html">Hafen &amp;amp; Meer</title><updated>2026-03-05T10:00:00Z</updated>
    <entry><source><title>Elsewhere</title></source><title>Das &lt;b&gt;-Element</title><published>2026-03-04T23:00:00-05:00</published><updated>2026-03-09T00:00:00Z</updated>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Der Kai <em>Nord</em> &amp; der Kai Süd.</p><p>Fünf &lt; sechs.</p></div></content></entry></feed>`);
  expect(document).toMatchObject({ title: "Hafen & Meer", published: "2026-03-05", language: "de" });
  expect(paragraphs(document)).toEqual([
    "Das <b>-Element (2026-03-04)",
    "Der Kai Nord & der Kai Süd.",
    "Fünf < sechs.",
  ]);
});

test("Atom: a prefixed namespace, and the description of a video", async () => {
  const document =
    await read(`<a:feed xmlns:a="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"><a:title>Films</a:title>
    <a:entry><a:title>The lock</a:title><a:updated>2025-12-01T00:00:00Z</a:updated><media:group><media:title>x</media:title>
    <media:description>A film of the lock.</media:description></media:group></a:entry></a:feed>`);
  expect([document.title, paragraphs(document)]).toEqual(["Films", ["The lock (2025-12-01)", "A film of the lock."]]);
});

test("RDF: the items beside the channel", async () => {
  const document =
    await read(`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
    <channel rdf:about="https://a.example"><title>港のニュース</title><items><rdf:Seq><rdf:li resource="https://a.example/1"/></rdf:Seq></items></channel>
    <item rdf:about="https://a.example/1"><title>桟橋が開いた</title><dc:date>2026-03-03T09:00:00+09:00</dc:date><description>三つ目の桟橋である。</description></item></rdf:RDF>`);
  expect(document.title).toBe("港のニュース");
  expect(paragraphs(document)).toEqual(["桟橋が開いた (2026-03-03)", "三つ目の桟橋である。"]);
});

test("HTML that was encoded twice is read as HTML", async () => {
  const document = await read(
    rss(
      "<item><title>One</title><description>&amp;lt;p&amp;gt;The quay &amp;amp;amp; the path.&amp;lt;/p&amp;gt;</description></item>",
    ),
  );
  expect(paragraphs(document)).toEqual(["One", "The quay & the path."]);
});

test("ISO-8859-1 is decoded as the XML declaration says", async () => {
  const xml = rss("<item><title>Café à quai</title></item>").replace('"1.0"', '"1.0" encoding="ISO-8859-1"');
  expect(paragraphs(await read(Buffer.from(xml, "latin1")))).toEqual(["Café à quai"]);
  const wronglyDeclared = xml.replace("ISO-8859-1", "utf-16");
  expect(paragraphs(await read(wronglyDeclared))).toEqual(["Café à quai"]);
});

test("of 2,000 items the first 200 are read, and the coverage says so", async () => {
  const items = Array.from({ length: 2000 }, (_, i) => `<item><title>Item ${i}</title></item>`);
  const document = await read(rss(items.join("")));
  expect(paragraphs(document)).toHaveLength(200);
  expect(document.coverage).toEqual({ unit: "section", read: 200, total: 2000, note: "the first 200 of 2000 items" });
});

test("JSON Feed: HTML and plain text, also where its version comes last", async () => {
  const feed = {
    title: "Harbour & sea",
    language: "en",
    items: [
      { id: "1", title: "Quay <3>", date_published: "2026-03-03T09:00:00Z", content_html: "<p>It <b>opened</b>.</p>" },
      { id: "2", content_text: "First.\n\nSecond < third." },
      null,
    ],
    padding: "x".repeat(9000),
    version: "https://jsonfeed.org/version/1.1",
  };
  const document = await read(JSON.stringify(feed));
  expect(document.title).toBe("Harbour & sea");
  expect(paragraphs(document)).toEqual(["Quay <3> (2026-03-03)", "It opened.", "First.", "Second < third."]);
});

test.each([
  ["RSS", rss("")],
  ["RSS whose items are empty", rss("<item/><item><title> </title></item>")],
  ["Atom", '<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title></feed>'],
  ["JSON Feed", '{"version": "https://jsonfeed.org/version/1", "title": "x", "items": []}'],
])("an empty feed is refused as empty (%s)", async (_, feed) => {
  await expect(read(feed)).rejects.toMatchObject({ code: "empty" });
});

test.each(["application/rss+xml", "text/html; charset=utf-8", "text/plain", "application/octet-stream", null])(
  "a feed is known by its start, served as %s",
  async (declared) => {
    const loadPage = createSourceLoader(
      async (url) =>
        ({
          bytes: Buffer.from(`\ufeff\n${rss("<item><title>One</title></item>")}`),
          contentType: declared,
          url,
          name: null,
        }) as never,
      10_000,
    );
    const intake = await loadPage({ from: "url", url: "https://a.example/feed" }, detachedContext());
    expect(intake.mediaType).toBe("application/rss+xml");
  },
);

test("nested and unclosed elements, and declared entities, do no harm", async () => {
  const deep = "<b>".repeat(5000);
  const bomb = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>';
  const document = await read(
    rss(`<item><title>One &b;</title><description>${deep}</description></item>`).replace("<rss", `${bomb}<rss`),
  );
  expect(paragraphs(document)[0]).toBe("One &b;");
});
