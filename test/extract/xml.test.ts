import { expect, test } from "vitest";
import { extract } from "../../src/extract/index.ts";
import { createSourceLoader } from "../../src/intake/index.ts";
import { detachedContext } from "../../src/model/index.ts";

const load = createSourceLoader(() => Promise.reject(new Error("nothing is fetched here")), 10_000_000);
const read = async (content: string, name: string | null = null) =>
  extract(await load({ from: "bytes", bytes: Buffer.from(content), ...(name && { name }) }, detachedContext()));

test("XML with prose becomes paragraphs", async () => {
  const { blocks, meta } =
    await read(`<?xml version="1.0"?><article xmlns="http://docbook.org/ns/docbook"><title>The third quay</title>
    <section><title>Opening</title><para><emphasis>On Monday</emphasis> the harbour of <place>Marenholm</place> opened its third quay.</para>
    <para>It cost eleven million euros, as the port authority says.</para></section></article>`);
  expect(meta.title).toBe("The third quay");
  expect(blocks.map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
    "heading: The third quay",
    "heading: Opening",
    "paragraph: On Monday the harbour of Marenholm opened its third quay.",
    "paragraph: It cost eleven million euros, as the port authority says.",
  ]);
});

test.each(["settings.xml", null])("XML with data is listed by its names (%s)", async (name) => {
  const { blocks } = await read(
    `<?xml version="1.0"?><config xmlns:xsi="x" xsi:type="y"><serverName>quay.example</serverName><add key="maxBoats" value="12"/><empty/></config>`,
    name,
  );
  expect(blocks.map(({ text }) => text)).toEqual(["server name: quay.example", "add: key maxBoats, value 12"]);
});

test.each([
  ["a picture", '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><text>Quay</text></svg>', null],
  ["a picture by its name", '<svg xmlns="http://www.w3.org/2000/svg"><text>Quay</text></svg>', "a.svg"],
  ["a sitemap", '<?xml version="1.0"?><urlset><url><loc>https://a.example/</loc></url></urlset>', null],
  ["an index of sitemaps", "<sitemapindex><sitemap><loc>https://a.example/</loc></sitemap></sitemapindex>", "a.xml"],
])("%s is refused", async (_, content, name) => {
  await expect(read(content, name)).rejects.toMatchObject({ code: "unsupported" });
});

test("XML without text is empty", async () => {
  await expect(read('<?xml version="1.0"?><a><b/></a>')).rejects.toMatchObject({ code: "empty" });
});
