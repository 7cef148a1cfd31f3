/**
 * Returns the characters that are highlighted in a picture of the whole page, and whether the first of them is in view.
 * @param {string} picture PNG, in Base64
 */
globalThis.readHighlight = async (picture) => {
  const image = new Image();
  image.src = `data:image/png;base64,${picture}`;
  await image.decode();
  const drawing = new OffscreenCanvas(image.width, image.height).getContext("2d");
  drawing.drawImage(image, 0, 0);
  const { data } = drawing.getImageData(0, 0, image.width, image.height);
  const isLit = (x, y) => {
    const at = (Math.floor(y) * image.width + Math.floor(x)) * 4;
    return data[at] === 255 && data[at + 1] === 0 && data[at + 2] === 254;
  };
  // A highlight of the line above may reach into small characters, so both edges count. An emoji may cover either.
  const isHighlighted = ({ left, top, bottom, width }, segment) => {
    const isEmoji = /\p{Emoji_Presentation}/u.test(segment);
    return [0.05, 0.3, 0.5, 0.7, 0.95].some((share) => {
      const x = left + scrollX + width * share;
      const edges = [isLit(x, top + scrollY + 1.5), isLit(x, bottom + scrollY - 1.5)];
      return isEmoji ? edges.includes(true) : !edges.includes(false);
    });
  };
  const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
  const range = document.createRange();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = { text: "", isInView: false };
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement.closest("script, style, .not-cleaned") || !node.parentElement.checkVisibility()) continue;
    for (const { index, segment } of graphemes.segment(node.data)) {
      range.setStart(node, index);
      range.setEnd(node, index + segment.length);
      const rect = [...range.getClientRects()].find(
        (one) => one.width > 0 && one.height > 0 && segment.trim() && isHighlighted(one, segment),
      );
      if (!rect) continue;
      if (!found.text) found.isInView = rect.top >= 0 && rect.bottom <= innerHeight;
      found.text += segment;
    }
  }
  return found;
};
