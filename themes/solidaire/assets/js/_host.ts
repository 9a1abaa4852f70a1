// Where an entry can be sent: by mail, or to the page for a new file at a git
// host. An address has a limit; what does not fit is left to be attached or pasted.

export interface Repository {
  host: string;
  url: string;
  branch: string;
}

export interface Link {
  href: string;
  /** Whether the text of the entry is in the address. */
  whole: boolean;
}

/** The longest address that mail programs take, and git hosts, in characters. */
const mostMail = 1900;
const mostHost = 7500;

/** Whole when the text fits; otherwise the message says instead. */
export function mail(to: string, subject: string, text: string, instead: string): Link {
  const head = `mailto:${encodeURIComponent(to).replace("%40", "@")}?subject=${encodeURIComponent(subject)}&body=`;
  const whole = head + encodeURIComponent(text.replace(/\n/g, "\r\n"));
  return whole.length <= mostMail ? { href: whole, whole: true } : { href: head + encodeURIComponent(instead), whole: false };
}

/** The page for a new file. That of GitLab takes a name and no text. */
export function newFile(to: Repository, path: string, text: string): Link {
  const branch = to.branch.split("/").map(encodeURIComponent).join("/");
  const name = encodeURIComponent(path);
  if (to.host === "gitlab") return { href: `${to.url}/-/new/${branch}?file_name=${name}`, whole: false };
  const page = to.host === "github" ? `${to.url}/new/${branch}` : `${to.url}/_new/${branch}/`;
  const whole = `${page}?filename=${name}&value=${encodeURIComponent(text)}`;
  return whole.length <= mostHost ? { href: whole, whole: true } : { href: `${page}?filename=${name}`, whole: false };
}
