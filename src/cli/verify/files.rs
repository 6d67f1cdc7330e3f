//! Files: each certificate and each report in them.

use std::sync::Arc;

use super::{Beside, Checking};
use crate::cli::failure::InWords as _;
use crate::cli::reader;
use crate::office::check_list::paper;
use crate::office::sheet;
use crate::verify::document::{BundleFault, Document, DocumentFault, FILES, Lack, Packed, examine, read_apart, unpack};
use crate::verify::report::{reports, without_reports};
use crate::verify::verdict::Verdict;

impl Checking<'_> {
    /// A verdict for each certificate of each file of a ZIP.
    pub(super) async fn bundle(&mut self, name: &str, bundle: &[u8]) -> anyhow::Result<()> {
        match unpack(bundle, FILES) {
            Ok(packed) => {
                for Packed { name: within, file } in packed {
                    self.file(&format!("{name}: {within}"), file).await?;
                }
                Ok(())
            }
            Err(BundleFault::Broken) => self.tell(Beside::of_file(name), Verdict::unreadable(self.asked)).await,
            Err(fault @ BundleFault::TooLarge) => {
                eprintln!("{name}: {}", fault.in_words(self.settings.lang));
                self.told.unclear = true;
                Ok(())
            }
        }
    }

    /// A verdict for each certificate of a file.
    pub(super) async fn file(&mut self, name: &str, file: Vec<u8>) -> anyhow::Result<()> {
        let document = match read_apart(&self.world.program, file).await {
            Ok(answer) => {
                self.tell_lacking(&answer.lacking);
                answer.document.unwrap_or_default()
            }
            Err(DocumentFault::Broken) => Document::default(),
            Err(fault) => return Err(fault.into()),
        };
        let lists = Arc::clone(&self.lists);
        let mut reports = reports(&document, &lists.trust, self.asked.now);
        tokio::task::block_in_place(|| paper::compare(&mut reports, &lists.trust));
        for examined in reports {
            self.tell_report(Beside::of_file(name), &examined.verdict)?;
        }
        let Some(document) = without_reports(&document) else { return Ok(()) };
        for mut examined in examine(&document, &lists.trust, &lists.statuses, self.asked) {
            if let Some(office) = &self.office
                && let Err(error) = sheet::compare(office, &mut examined).await
            {
                // The verdict rests on what was signed and stands without it.
                eprintln!("{}", error.in_words(self.settings.lang));
            }
            self.tell(Beside::of_file(name), examined.verdict).await?;
        }
        Ok(())
    }

    /// Says once what the process that reads documents could not be kept from.
    fn tell_lacking(&mut self, lacking: &[Lack]) {
        if !self.told.lacking {
            for line in reader::lines(lacking) {
                eprintln!("{}", line.say(self.settings.lang));
            }
            self.told.lacking = true;
        }
    }
}
