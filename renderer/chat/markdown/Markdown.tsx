import remarkGfm from "remark-gfm";
import type { CheckedSentence } from "#main/chat/grounding/contract.ts";
import { memo, startTransition, useEffect, useId, useMemo, useState } from "react";
import ReactMarkdown, { type Components, type Options } from "react-markdown";
import { Code } from "./Code.tsx";
import { CodeBlock } from "./CodeBlock.tsx";
import { extrasFor, loadExtras, useExtras } from "./extras.ts";
import { HeadingDepths, headingDepths } from "./heading-levels.ts";
import { headings } from "./Headings.tsx";
import { Link } from "./Link.tsx";
import { normaliseMath } from "./math-marks.ts";
import { PictureNote } from "./PictureNote.tsx";
import { showDefinitions, splitBlocks } from "./split-blocks.ts";
import { type Mark, marksIn, markSentences } from "../grounding/mark-sentences.ts";
import { MarkedSpan } from "../grounding/Sentence.tsx";
import { TaskMark } from "./TaskMark.tsx";
import { WideTable } from "./WideTable.tsx";
import "./markdown.css";

/** Code longer than this stands in one colour: thousands of coloured words would hold the page up for seconds. */
const longestColouredCharacters = 60_000;
/** The same for a piece that is still growing, which is parsed again up to 30 times a second. */
const longestColouredWhileGrowing = 4_000;

/** Some screens of text. */
const drawnAtOnceCharacters = 6_000;

export interface MarkdownProps {
  text: string;
  writing?: boolean | undefined;
  /** Of an answer from documents: each is marked with what was found of it. */
  sentences?: readonly CheckedSentence[] | undefined;
}

/**
 * Text of a model as Markdown. Raw HTML stays text, pictures are named and not loaded, links ask before they open. Pieces that did not
 * change are not parsed again, so that a long answer can be streamed; what counts in the whole text (notes, addresses given
 * apart) is joined when it is no longer being written.
 */
export function Markdown({ text, writing = false, sentences = noSentences }: MarkdownProps) {
  const blocks = useMemo(() => splitBlocks(text, { apart: writing }), [text, writing]);
  const found = headingDepths(text).join(" ");
  const depths = useMemo(() => (found === "" ? [] : found.split(" ").map(Number)), [found]);
  const from = useDrawnFrom(blocks, writing);
  const marks = useMemo(() => marksOf(blocks, sentences), [blocks, sentences]);
  return (
    <HeadingDepths value={depths}>
      {blocks.map(
        (block, index) =>
          index >= from && (
            <Block
              key={index}
              text={writing ? showDefinitions(block) : block}
              growing={writing && index === blocks.length - 1}
              marks={marks[index] ?? ""}
            />
          ),
      )}
    </HeadingDepths>
  );
}

/** A conversation opens at its end: of a long text the last pieces are drawn at once, those before when the page is idle. */
function useDrawnFrom(blocks: readonly string[], writing: boolean): number {
  const [from, setFrom] = useState(() => (writing ? 0 : lastPieces(blocks)));
  useEffect(() => {
    if (from === 0) return;
    const idle = requestIdleCallback(() => startTransition(() => setFrom(0)), { timeout: 500 });
    return () => cancelIdleCallback(idle);
  }, [from]);
  return from;
}

function lastPieces(blocks: readonly string[]): number {
  let characters = 0;
  let from = blocks.length;
  while (from > 0 && characters < drawnAtOnceCharacters) {
    from -= 1;
    characters += blocks[from]?.length ?? 0;
  }
  return from;
}

/** Of each piece, as text: a piece is drawn again only when its own change. "" where there are none. */
function marksOf(blocks: readonly string[], sentences: readonly CheckedSentence[]): string[] {
  if (sentences.length === 0) return [];
  let offset = 0;
  return blocks.map((block) => {
    const marks = marksIn(sentences, offset, block.length);
    offset += block.length;
    return marks.length === 0 ? "" : JSON.stringify(marks);
  });
}

interface BlockProps {
  text: string;
  growing: boolean;
  marks: string;
}

const Block = memo(function Block({ text, growing, marks }: BlockProps) {
  const prefix = useId();
  const { highlight, math } = useExtras();
  const needs = extrasFor(text);
  const waits = (needs.highlight && highlight === null) || (needs.math && math === null);
  useEffect(() => {
    if (waits) void loadExtras(extrasFor(text));
  }, [waits, text]);

  const coloured = text.length <= (growing ? longestColouredWhileGrowing : longestColouredCharacters);
  const normal = normaliseMath(text);
  const plugins = needs.math && math !== null ? [remarkGfm, math.plugin] : withoutMath;
  // Places of sentences are those of the text as it was written.
  const hasMarks = marks !== "" && normal === text;
  const remarkPlugins = hasMarks ? [...plugins, markSentences(JSON.parse(marks) as Mark[])] : plugins;
  const rehypePlugins: Options["rehypePlugins"] =
    needs.highlight && highlight !== null && coloured ? [highlight] : none;
  return (
    <ReactMarkdown
      remarkPlugins={remarkPlugins}
      remarkRehypeOptions={{ clobberPrefix: prefix }}
      rehypePlugins={rehypePlugins}
      urlTransform={asWritten}
      components={components}
    >
      {normal}
    </ReactMarkdown>
  );
});

const withoutMath: NonNullable<Options["remarkPlugins"]> = [remarkGfm];
const none: Options["rehypePlugins"] = [];
const noSentences: readonly CheckedSentence[] = [];

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
  span: MarkedSpan,
  table: WideTable,
  ...headings,
};
