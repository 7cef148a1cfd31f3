import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { linkedTitle } from "../../src/present/citations/index.ts";
import { DEFAULT_LOCALE, translatorFor } from "../../src/present/index.ts";

const translate = translatorFor(DEFAULT_LOCALE);
const URL_ = "https://news.example/a";
const render = (title: string | null, url: string | null = URL_): string => linkedTitle({ title, url }, translate);

describe("a linked title", () => {
  test.each([
    ["plain", "The quay (part 2): open at last, #1!", "The quay (part 2): open at last, #1!"],
    ["brackets", "[Update] The quay", "［Update］ The quay"],
    ["emphasis", "The *quay* and __init__ of snake_case", "The ∗quay∗ and ＿＿init＿＿ of snake_case"],
    ["spoilers and strikes", "A ||b|| ~~c~~ | d ~5%", "A ∣∣b∣∣ ∼∼c∼∼ | d ~5%"],
    ["code and backslashes", "`ls` C:\\temp", "ˋlsˋ C:∖temp"],
    ["comparisons", "x < y > z", "x ＜ y ＞ z"],
    ["mentions of everybody", "@everyone @here me@home.example", "＠everyone ＠here me@home.example"],
    ["a masked link", "a](b) [c](d)", "a］(b) ［c］(d)"],
    ["invisible characters", "a\u200bb\u202ec", "abc"],
    ["times", "Trains at 12:30:45", "Trains at 12:30:45"],
  ])("replaces by look-alikes what would format: %s", (_, title, label) => {
    expect(render(title)).toBe(`[${label}](<${URL_}>)`);
  });

  test.each([
    ["emoji", "The quay 🎉", "The quay 🎉"],
    ["keycap", "1️⃣ The quay", "1️⃣ The quay"],
    ["flag", "🇸🇪 The quay", "🇸🇪 The quay"],
    ["sign that can be an emoji", "Loom™", "Loom™"],
    ["name of an emoji", "The :tada: quay", "The \\:tada\\: quay"],
    ["address", "See https://gift.example/1 now", "See https\\://gift.example/1 now"],
    ["invite", "Join discord.gg/gift", "Join discord\\.gg/gift"],
    ["mention", "By <@1199> *", "By \\<\\@1199\\> \\*"],
  ])("stands before its link if Discord would show the link as text: %s", (_, title, shown) => {
    expect(render(title)).toBe(`${shown} [open](<${URL_}>)`);
  });

  test.each([
    ["encoded characters stay encoded", "https://a.example/1%2C2?b=%2D%26%20c", "https://a.example/1%2C2?b=%2D%26%20c"],
    ["international", "https://bücher.example/süß", "https://xn--bcher-kva.example/s%C3%BC%C3%9F"],
    ["paired parentheses", "https://a.example/Foo_(bar)", "https://a.example/Foo_(bar)"],
    ["unpaired parentheses", "https://a.example/a)b((c)", "https://a.example/a%29b%28(c)"],
    ["breaking", "https://a.example/a b<c>d?e|f`g\\h", "https://a.example/a%20b%3Cc%3Ed?e%7Cf%60g%5Ch"],
    ["lone surrogate", "https://a.example/\ud83d", "https://a.example/%EF%BF%BD"],
  ])("keeps the address: %s", (_, url, address) => expect(render("T", url)).toBe(`[T](<${address}>)`));

  test("is plain without an address, or with one that is too long or not of the web", () => {
    expect(render("*T*", null)).toBe("\\*T\\*");
    expect(render("T", "javascript:alert(1)")).toBe("T");
    expect(render("T", `https://a.example/${"a".repeat(1000)}`)).toBe("T");
    expect(render(null)).toBe("[Untitled](<https://news.example/a>)");
  });

  test("is one link that ends at its end, for arbitrary titles and addresses", () => {
    const title = fc.oneof(
      fc.string({ unit: "binary", maxLength: 60 }),
      fc.string({ unit: fc.constantFrom(...'[]()<>*_~`|\\@#:!"/ab 1\n🎉'), maxLength: 30 }),
    );
    const property = fc.property(title, fc.string({ unit: "binary", maxLength: 60 }), (text, path) => {
      const url = `https://a.example/${path}`;
      fc.pre(URL.canParse(url));
      const [, before, label, address] =
        /^((?:[^[\]\\]|\\.)*)\[([^[\]\\*`<>]+)\]\(<(https:\/\/a\.example\/[^\s<>|\\`]*)>\)$/u.exec(render(text, url))!;
      expect(before === "" || label === "open").toBe(true);
      expect(label).not.toMatch(/\|\||~~|\p{Emoji_Presentation}|:\/\/\S|@(?:everyone|here)/u);
      expect(new URL(address!).hostname).toBe("a.example");
    });
    fc.assert(property, { numRuns: 500 });
  });
});
