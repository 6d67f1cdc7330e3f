//! A stream of bytes into chunks of whole lines. What is held is bounded whatever comes.

/// Bytes of a line that are kept; the longest spelling takes 3,000.
pub(super) const LINE: usize = 8 * 1024;

/// Lines of a chunk at most: some 15 ms of work, after which others have their turn.
pub(super) const LINES: usize = 256;

/// Bytes after which a chunk is full.
const CHUNK: usize = 64 * 1024;

/// What came since the last chunk was cut. Of a line longer than [`LINE`] one byte more is kept, by which
/// it is known, and the rest passed over.
#[derive(Debug, Default)]
pub(super) struct Lines {
    held: Vec<u8>,
    /// Bytes of whole lines.
    whole: usize,
    count: usize,
}

impl Lines {
    /// Takes bytes off `frame` until a chunk is full or nothing is left.
    pub(super) fn take(&mut self, frame: &mut &[u8]) -> Option<Vec<u8>> {
        while !frame.is_empty() {
            let end = frame.iter().position(|byte| *byte == b'\n');
            let (text, rest) = frame.split_at(end.unwrap_or(frame.len()));
            let room = (LINE + 1).saturating_sub(self.held.len() - self.whole);
            self.held.extend_from_slice(&text[..text.len().min(room)]);
            *frame = rest;
            if let Some(rest) = rest.strip_prefix(b"\n") {
                *frame = rest;
                self.held.push(b'\n');
                self.whole = self.held.len();
                self.count += 1;
                if self.count == LINES || self.whole >= CHUNK {
                    return self.whole_lines();
                }
            }
        }
        None
    }

    /// Whether there is a whole line.
    pub(super) fn has_some(&self) -> bool {
        self.count > 0
    }

    /// The whole lines that there are; the beginning of the next stays.
    pub(super) fn whole_lines(&mut self) -> Option<Vec<u8>> {
        let begun = self.held.split_off(self.whole);
        let whole = std::mem::replace(&mut self.held, begun);
        (self.whole, self.count) = (0, 0);
        (!whole.is_empty()).then_some(whole)
    }

    /// What is left when nothing more comes; the last line needs no end.
    pub(super) fn rest(self) -> Option<Vec<u8>> {
        (!self.held.is_empty()).then_some(self.held)
    }
}

/// The lines of a chunk.
pub(super) fn of(chunk: &[u8]) -> impl Iterator<Item = &[u8]> {
    chunk.strip_suffix(b"\n").unwrap_or(chunk).split(|byte| *byte == b'\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every line that comes out when `text` comes in pieces of `size` bytes.
    fn cut(text: &[u8], size: usize) -> Vec<Vec<u8>> {
        let (mut lines, mut out) = (Lines::default(), Vec::new());
        let keep = |chunk: Vec<u8>, out: &mut Vec<Vec<u8>>| {
            assert!(chunk.len() <= CHUNK + LINE + 2 && of(&chunk).count() <= LINES);
            out.extend(of(&chunk).map(<[u8]>::to_vec));
        };
        for mut piece in text.chunks(size) {
            while let Some(chunk) = lines.take(&mut piece) {
                keep(chunk, &mut out);
            }
        }
        if let Some(chunk) = lines.rest() {
            keep(chunk, &mut out);
        }
        out
    }

    #[test]
    fn lines_are_the_same_however_they_arrive() {
        let text: String = (0..1000).map(|n| format!("{n}{}\n", "x".repeat(n))).collect();
        let expected: Vec<Vec<u8>> = text.lines().map(|line| line.as_bytes().to_vec()).collect();
        for size in [1, 7, 4096, 65_536, 1 << 20] {
            assert_eq!(cut(text.as_bytes(), size), expected, "{size}");
        }
    }

    #[test]
    fn empty_lines_are_lines_and_the_last_needs_no_end() {
        let two: [&[u8]; 2] = [b"a", b""];
        for (text, expected) in
            [("", &two[..0]), ("a", &two[..1]), ("a\n", &two[..1]), ("a\n\n", &two), ("\n", &two[1..])]
        {
            assert_eq!(cut(text.as_bytes(), 3), expected, "{text:?}");
        }
    }

    #[test]
    fn a_line_without_end_fills_no_memory() {
        let text = [vec![b'x'; 5 << 20], b"\nnext".to_vec()].concat();
        let lines = cut(&text, 30_000);
        assert_eq!(lines.iter().map(Vec::len).collect::<Vec<_>>(), [LINE + 1, 4]);
    }

    #[test]
    fn whole_lines_are_had_before_the_chunk_is_full() {
        let mut lines = Lines::default();
        assert_eq!(lines.take(&mut &b"one\ntw"[..]), None);
        assert!(lines.has_some());
        assert_eq!(lines.whole_lines(), Some(b"one\n".to_vec()));
        assert!(!lines.has_some());
        assert_eq!(lines.take(&mut &b"o\n"[..]), None);
        assert_eq!(lines.whole_lines(), Some(b"two\n".to_vec()));
        assert_eq!(lines.rest(), None);
    }
}
