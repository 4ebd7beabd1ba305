import { useLocation } from "wouter";
import { ChatRoom } from "#renderer/chat/ChatRoom.tsx";
import { useChatMeeting } from "./use-chat-meeting.tsx";
import { useWantedModel, wantModel } from "./wanted-model.ts";
import { wantSources } from "./wanted-sources.ts";

/** The chats, or one of them. */
export function ChatRoute({ chatId }: { chatId: string | null }) {
  const [, navigate] = useLocation();
  const wanted = useWantedModel();
  const { models, documents, dialogs } = useChatMeeting(chatId);
  return (
    <>
      <ChatRoom
        chatId={chatId}
        models={models}
        documents={documents}
        onOpen={(id) => {
          if (wanted.adapters !== null) wantModel(wanted.modelId);
          wantSources(null);
          navigate(id === null ? "/chat" : `/chat/${id}`);
        }}
      />
      {dialogs}
    </>
  );
}
