import { useState } from "react";
import { useLocation } from "wouter";
import { ChatBeside } from "#renderer/chat/ChatBeside.tsx";
import { ReaderPage } from "#renderer/documents/reader/ReaderPage.tsx";
import { withChat } from "./reading.ts";
import { useText } from "./texts.ts";
import { useChatMeeting } from "./use-chat-meeting.tsx";

interface ReaderRouteProps {
  documentId: string;
  place: string;
  /** From whose answer one came; null: from elsewhere. */
  chatId: string | null;
}

/** A document that is read, beside the chat whose answer led there; one goes back to that, to the results or the collection. */
export function ReaderRoute({ documentId, place, chatId }: ReaderRouteProps) {
  const t = useText();
  const [, navigate] = useLocation();
  const [showsNotes, setShowsNotes] = useState(false);
  const { models, documents, dialogs } = useChatMeeting(chatId);
  const isChatBeside = chatId !== null && !showsNotes;
  return (
    <>
      <ReaderPage
        key={documentId}
        documentId={documentId}
        place={place}
        // The next passage takes the place of this one: back leads out of the document.
        onOpen={(path) => navigate(withChat(path, chatId), { replace: true })}
        onBack={() => {
          if (window.history.length > 1) window.history.back();
          else navigate(chatId === null ? "/documents" : `/chat/${chatId}`);
        }}
        isBesideTaken={isChatBeside}
        onChat={chatId === null ? null : () => setShowsNotes(false)}
        onNotes={() => setShowsNotes(true)}
      />
      {isChatBeside && (
        <ChatBeside
          key={chatId}
          chatId={chatId}
          models={models}
          documents={documents}
          onOther={{ label: t("reader.beside"), run: () => setShowsNotes(true) }}
          onOpen={(id) => navigate(id === null ? "/chat" : `/chat/${id}`)}
        />
      )}
      {dialogs}
    </>
  );
}
