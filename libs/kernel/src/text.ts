/** The text without the run of these characters at its end. An expression such as `/0+$/` tries each run anew from every place in it, and so takes time that grows with the square. */
export function withoutEnd(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text[end - 1]!)) end -= 1;
  return text.slice(0, end);
}
