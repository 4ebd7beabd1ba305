import rehypeHighlight from "rehype-highlight";
import remarkGfm from "remark-gfm";
import remarkMath from "remark-math";
import { memo, useId, useMemo } from "react";
import ReactMarkdown, { type Components, type Options } from "react-markdown";
import { Code } from "./Code.tsx";
import { CodeBlock } from "./CodeBlock.tsx";
import { HeadingDepths, headingDepths } from "./heading-levels.ts";
import { headings } from "./Headings.tsx";
import { Link } from "./Link.tsx";
import { normaliseMath } from "./math-marks.ts";
import { PictureNote } from "./PictureNote.tsx";
import { splitBlocks } from "./split-blocks.ts";
import { TaskMark } from "./TaskMark.tsx";
import { WideTable } from "./WideTable.tsx";
import "./markdown.css";

/**
 * Text of a model as Markdown. Raw HTML stays text, pictures are named and not loaded, links ask before they open. Pieces that did not
 * change are not parsed again, so that a long answer can be streamed.
 */
export function Markdown({ text }: { text: string }) {
  const blocks = useMemo(() => splitBlocks(text), [text]);
  const found = headingDepths(text).join(" ");
  const depths = useMemo(() => (found === "" ? [] : found.split(" ").map(Number)), [found]);
  return (
    <HeadingDepths value={depths}>
      {blocks.map((block, index) => (
        <Block key={index} text={block} />
      ))}
    </HeadingDepths>
  );
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
const rehypePlugins: Options["rehypePlugins"] = [() => highlight];

/** Addresses reach Link and PictureNote as they were written; both decide what may be done with them. */
function asWritten(address: string): string {
  return address;
}

const components: Components = {
  a: Link,
  code: Code,
  img: PictureNote,
  input: TaskMark,
  pre: CodeBlock,
  table: WideTable,
  ...headings,
};
