import { useLocation } from "wouter";
import { focusMain } from "./frame/frame-store.ts";

/** Goes to a page by the keyboard: the focus follows into its main column. */
export function useGoTo(): (path: string) => void {
  const [, navigate] = useLocation();
  return (path) => {
    navigate(path);
    // After the page has been drawn: a room may put the focus on its own field.
    requestAnimationFrame(() => setTimeout(focusMain, 0));
  };
}
