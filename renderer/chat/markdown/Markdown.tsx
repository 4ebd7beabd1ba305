import rehypeHighlight from "rehype-highlight";
import rehypeKatex from "rehype-katex";
import remarkGfm from "remark-gfm";
import remarkMath from "remark-math";
import { memo, useId, useMemo } from "react";
import ReactMarkdown, { type Components, type Options } from "react-markdown";
import { CodeBlock } from "./CodeBlock.tsx";
import { Heading2, Heading3, Heading4, Heading5, Heading6 } from "./headings.tsx";
import { Link } from "./Link.tsx";
import { PictureNote } from "./PictureNote.tsx";
import { TaskMark } from "./TaskMark.tsx";
import { WideTable } from "./WideTable.tsx";
import { normaliseMath } from "./math-marks.ts";
import { splitBlocks } from "./split-blocks.ts";
import "katex/dist/katex.min.css";
import "./markdown.css";

/**
 * Text of a model as Markdown. Raw HTML stays text, pictures are named and not loaded, links ask before they open. Pieces that did not
 * change are not parsed again, so that a long answer can be streamed.
 */
export function Markdown({ text }: { text: string }) {
  const blocks = useMemo(() => splitBlocks(text), [text]);
  return blocks.map((block, index) => <Block key={index} text={block} />);
}

const Block = memo(function Block({ text }: { text: string }) {
  const prefix = useId();
  return (
    <ReactMarkdown
      remarkPlugins={remarkPlugins}
      remarkRehypeOptions={{ clobberPrefix: prefix }}
      rehypePlugins={rehypePlugins}
      urlTransform={asWritten}
      components={components}
    >
      {normaliseMath(text)}
    </ReactMarkdown>
  );
});

/** One highlighter for all blocks: a new one compiles each language's grammar again. */
const highlight = rehypeHighlight();
const remarkPlugins: Options["remarkPlugins"] = [remarkGfm, remarkMath];
const rehypePlugins: Options["rehypePlugins"] = [
  // A formula may not draw over the page (maxSize) or expand without end (maxExpand); a wrong one is shown as its source.
  [rehypeKatex, { maxExpand: 500, maxSize: 20, strict: "ignore", trust: false, errorColor: "currentColor" }],
  () => highlight,
];

/** Addresses reach Link and PictureNote as they were written; both decide what may be done with them. */
function asWritten(address: string): string {
  return address;
}

const components: Components = {
  a: Link,
  img: PictureNote,
  input: TaskMark,
  pre: CodeBlock,
  table: WideTable,
  h1: Heading2,
  h2: Heading3,
  h3: Heading4,
  h4: Heading5,
  h5: Heading6,
  h6: Heading6,
};
