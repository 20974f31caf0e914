import MarkdownIt from 'markdown-it';

/** Markup that somebody typed stays text: `html` is off; links go to http(s) only, as the library has it. */
const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false });
markdown.renderer.rules['heading_open'] = (tokens, at) => `<${shifted(tokens[at]!.tag)}>`;
markdown.renderer.rules['heading_close'] = (tokens, at) => `</${shifted(tokens[at]!.tag)}>`;

/** The page has its own first heading: those of a document begin at the third level. */
const shifted = (tag: string) => `h${Math.min(6, Number(tag.slice(1)) + 2)}`;

export const Prose = ({ markdown: text }: { markdown: string }) => <div className="prose" dangerouslySetInnerHTML={{ __html: markdown.render(text) }} />;
