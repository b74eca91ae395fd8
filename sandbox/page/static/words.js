// The page's own words: bokmål stands in the code, the person's language came with the page.

const table = JSON.parse(document.body.dataset.words);

export function say(words, values = {}) {
  return table[words].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
