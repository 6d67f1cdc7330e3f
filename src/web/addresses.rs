//! Every address, in one table: method and path, the rule, what answers. A test asks each and holds the answer
//! against the rule; what speaks to programs is described at `/openapi.json`.

use std::sync::Arc;

use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{self, MethodRouter};

use super::rule::Bounds::{Common, Streamed};
use super::rule::Names::{Nobody, Somebody};
use super::rule::Origins::{Any, Same};
use super::rule::Speaks::{Asset, Json, JsonOrPage, List, Page, PageOrJson, ScanPage, Text, Worker};
use super::rule::Visitors::{
    Either, Employer, EmployerSignedIn, Entering, Everybody, HandsOver, Member, Proven, Role, SignedIn,
};
use super::rule::{Row, Rule, Visitors, rule};
use super::{Service, api, assets, check_list, employer, office, public};
use crate::domain::account::Role::{Administrator, Approver, Operator};

/// A row of the table, and what answers.
pub(super) struct Address {
    pub(super) row: Row,
    pub(super) handler: MethodRouter<Arc<Service>>,
}

/// Every address. Without a store, numbers are unknown and answered so, and there is no office.
pub(super) fn addresses() -> Vec<Address> {
    let mut all = site();
    all.extend(of_employers());
    all.extend(of_office());
    all
}

/// The office's. `page` shows, `act` does something; who may do either is seen to before the handler.
fn of_office() -> Vec<Address> {
    use office::handover::{self, printer};
    use office::second_step as second;
    use office::{
        asked, blanko, certificates, employers, entering as door, events, home as first, journal, own as account,
        people as staff,
    };
    use office::{privacy, reports, requests, rosters, settings, watch};
    vec![
        page("/office", SignedIn, first::choose),
        page("/office/masuk", Entering, door::sign_in_page),
        act("/office/masuk", Entering, door::sign_in),
        page("/office/masuk/kode", Entering, door::code_page),
        act("/office/masuk/kode", Entering, door::code),
        act("/office/keluar", SignedIn, door::leave),
        page("/office/bukti", SignedIn, door::prove_page),
        act("/office/bukti", SignedIn, door::prove),
        page("/office/akun", SignedIn, account::account),
        page("/office/akun/sandi", SignedIn, account::password_page),
        act("/office/akun/sandi", SignedIn, account::change_password),
        act("/office/akun/bahasa", SignedIn, account::choose_lang),
        act("/office/akun/sesi", SignedIn, account::end_others),
        page("/office/akun/kode", SignedIn, second::show),
        act("/office/akun/kode", SignedIn, second::set_up),
        act("/office/akun/kode/baru", SignedIn, second::begin),
        act("/office/akun/pemulihan", SignedIn, second::renew_recovery),
        page("/office/{lsp}", Member, first::home),
        page("/office/{lsp}/ditanya", Member, asked::days),
        page("/office/{lsp}/kegiatan", Member, events::year),
        act("/office/{lsp}/kegiatan", Role(Operator), events::add),
        page("/office/{lsp}/kegiatan/baru", Role(Operator), events::new),
        page("/office/{lsp}/kegiatan/{event}", Member, events::one),
        page("/office/{lsp}/kegiatan/{event}/ubah", Role(Operator), events::change_page),
        act("/office/{lsp}/kegiatan/{event}/ubah", Role(Operator), events::change),
        upload("/office/{lsp}/kegiatan/{event}/daftar", Role(Operator), events::hand_in),
        act("/office/{lsp}/kegiatan/{event}/ulang", Role(Operator), events::sit_again),
        act("/office/{lsp}/kegiatan/{event}/perpanjang", Role(Operator), events::renew),
        page("/office/{lsp}/daftar/contoh.xlsx", Member, rosters::template),
        page("/office/{lsp}/daftar/{roster}", Member, rosters::one),
        act("/office/{lsp}/daftar/{roster}/sel", Role(Operator), rosters::mend),
        upload("/office/{lsp}/daftar/{roster}/berkas", Role(Operator), rosters::hand_in_again),
        act("/office/{lsp}/daftar/{roster}/tanggal", Role(Operator), rosters::set_date),
        act("/office/{lsp}/daftar/{roster}/batal", Role(Operator), rosters::withdraw),
        act("/office/{lsp}/daftar/{roster}/ajukan", Role(Operator), rosters::submit_roster),
        page("/office/{lsp}/kegiatan/{event}/serah", Member, handover::of_event),
        page("/office/{lsp}/serah", Member, handover::of_days),
        page("/office/{lsp}/serah/pemegang", Member, handover::holders),
        page("/office/{lsp}/serah/tanda-terima", Member, handover::receipt_page),
        act("/office/{lsp}/serah/tanda-terima", HandsOver, handover::receipt_file),
        act("/office/{lsp}/serah/zip", HandsOver, handover::bundle),
        act("/office/{lsp}/serah/cetak", HandsOver, handover::print),
        page("/office/{lsp}/serah/pencetak", Member, printer::show),
        act("/office/{lsp}/serah/pencetak", HandsOver, printer::keep),
        page("/office/{lsp}/serah/penggaris.pdf", Member, printer::ruler),
        page("/office/{lsp}/serah/contoh.pdf", Member, printer::sheet),
        page("/office/{lsp}/serah/blanko", Member, blanko::given),
        act("/office/{lsp}/serah/blanko", HandsOver, blanko::give),
        page("/office/{lsp}/blanko", Member, blanko::stock),
        act("/office/{lsp}/blanko/terima", HandsOver, blanko::receive),
        act("/office/{lsp}/blanko/rusak", HandsOver, blanko::spoil),
        page("/office/{lsp}/laporan", Member, reports::year),
        page("/office/{lsp}/laporan/{file}", Member, reports::year_file),
        page("/office/{lsp}/kegiatan/{event}/laporan", Member, reports::event),
        page("/office/{lsp}/kegiatan/{event}/laporan.xlsx", Member, reports::event_file),
        page("/office/{lsp}/persetujuan", Member, requests::list),
        page("/office/{lsp}/persetujuan/{request}", Member, requests::one),
        page("/office/{lsp}/persetujuan/{request}/contoh.pdf", Member, requests::specimen),
        act("/office/{lsp}/persetujuan/{request}/setujui", Proven(Approver), requests::approve),
        act("/office/{lsp}/persetujuan/{request}/kembalikan", Role(Approver), requests::send_back),
        act("/office/{lsp}/persetujuan/{request}/tarik", Role(Operator), requests::withdraw),
        page("/office/{lsp}/pekerjaan/{job}", Member, requests::work),
        page("/office/{lsp}/pengaturan", Role(Administrator), settings::overview),
        page("/office/{lsp}/pengaturan/data", Proven(Administrator), settings::particulars::show),
        act("/office/{lsp}/pengaturan/data", Role(Administrator), settings::particulars::change),
        page("/office/{lsp}/pengaturan/nomor", Proven(Administrator), settings::numbering::show),
        act("/office/{lsp}/pengaturan/nomor", Role(Administrator), settings::numbering::change),
        page("/office/{lsp}/pengaturan/lisensi", Proven(Administrator), settings::licences::new),
        act("/office/{lsp}/pengaturan/lisensi", Role(Administrator), settings::licences::add),
        page("/office/{lsp}/pengaturan/lisensi/{licence}", Proven(Administrator), settings::licences::one),
        act("/office/{lsp}/pengaturan/lisensi/{licence}", Role(Administrator), settings::licences::change),
        page("/office/{lsp}/pengaturan/skema/baru", Proven(Administrator), settings::schemes::new),
        upload("/office/{lsp}/pengaturan/skema/baru", Role(Administrator), settings::schemes::add),
        page("/office/{lsp}/pengaturan/skema/{scheme}", Proven(Administrator), settings::schemes::one),
        upload("/office/{lsp}/pengaturan/skema/{scheme}", Role(Administrator), settings::schemes::change),
        page("/office/{lsp}/pengaturan/lembar/{sheet}", Proven(Administrator), settings::sheets::show),
        upload("/office/{lsp}/pengaturan/lembar/{sheet}", Role(Administrator), settings::sheets::change),
        upload("/office/{lsp}/pengaturan/lembar/{sheet}/contoh", Role(Administrator), settings::sheets::pdf),
        page("/office/{lsp}/pengaturan/gambar", Proven(Administrator), settings::pictures::show),
        upload("/office/{lsp}/pengaturan/gambar", Role(Administrator), settings::pictures::change),
        page("/office/{lsp}/pengaturan/gambar/{picture}", Role(Administrator), settings::pictures::picture),
        page("/office/{lsp}/pengaturan/impor", Proven(Administrator), settings::import::show),
        upload("/office/{lsp}/pengaturan/impor", Role(Administrator), settings::import::look),
        upload("/office/{lsp}/pengaturan/impor/terapkan", Role(Administrator), settings::import::apply),
        page("/office/{lsp}/pengaturan/permintaan", Proven(Administrator), settings::request_days),
        act("/office/{lsp}/pengaturan/permintaan", Role(Administrator), settings::change_request_days),
        page("/office/{lsp}/sertifikat", Member, certificates::list),
        act("/office/{lsp}/sertifikat", Member, certificates::search),
        page("/office/{lsp}/sertifikat/banyak", Role(Operator), certificates::many::paste_page),
        act("/office/{lsp}/sertifikat/banyak", Role(Operator), certificates::many::check),
        act("/office/{lsp}/sertifikat/banyak/ajukan", Role(Operator), certificates::many::ask),
        act("/office/{lsp}/sertifikat/banyak/ditolak.csv", Role(Operator), certificates::many::refused),
        page("/office/{lsp}/sertifikat/{number}", Member, certificates::one),
        page("/office/{lsp}/sertifikat/{number}/lembar.pdf", Member, certificates::sheet),
        page("/office/{lsp}/sertifikat/{number}/nik", Proven(Administrator), employers::ask),
        act("/office/{lsp}/sertifikat/{number}/nik", Proven(Administrator), employers::allow),
        page("/office/{lsp}/sertifikat/{number}/{act}", Role(Operator), certificates::ask::ask_page),
        act("/office/{lsp}/sertifikat/{number}/{act}", Role(Operator), certificates::ask::ask),
        page("/office/{lsp}/pantau", Member, watch::list),
        act("/office/{lsp}/pantau/ekspor", HandsOver, watch::export),
        act("/office/{lsp}/pantau/perpanjang", Role(Operator), watch::renew),
        page("/office/{lsp}/pengaturan/pantau", Proven(Administrator), watch::periods),
        act("/office/{lsp}/pengaturan/pantau", Proven(Administrator), watch::set_periods),
        page("/office/{lsp}/jurnal", Member, journal::list),
        page("/office/{lsp}/jurnal/ekspor", Member, journal::export),
        page("/office/{lsp}/jurnal/periksa", Member, journal::check_page),
        act("/office/{lsp}/jurnal/periksa", Member, journal::check),
        upload("/office/{lsp}/jurnal/periksa/kepala", Member, journal::check_against),
        page("/office/{lsp}/jurnal/kepala.json", Member, journal::head),
        page("/office/{lsp}/data-pribadi", Member, privacy::overview),
        act("/office/{lsp}/data-pribadi/hapus", Role(Operator), privacy::ask_erasure),
        act("/office/{lsp}/data-pribadi/pemegang", Either(Operator, Administrator), privacy::holder),
        page("/office/{lsp}/pemberi-kerja", Role(Administrator), employers::list),
        act("/office/{lsp}/pemberi-kerja", Proven(Administrator), employers::make),
        page("/office/{lsp}/pemberi-kerja/baru", Proven(Administrator), employers::new),
        page("/office/{lsp}/pemberi-kerja/{account}", Proven(Administrator), employers::one),
        act("/office/{lsp}/pemberi-kerja/{account}/kesepakatan", Proven(Administrator), employers::set_terms),
        act("/office/{lsp}/pemberi-kerja/{account}/kunci/{key}", Proven(Administrator), employers::revoke),
        act("/office/{lsp}/pemberi-kerja/{account}/sandi", Proven(Administrator), employers::reset),
        act("/office/{lsp}/pemberi-kerja/{account}/keadaan", Proven(Administrator), employers::set_state),
        page("/office/{lsp}/orang", Role(Administrator), staff::list),
        act("/office/{lsp}/orang", Proven(Administrator), staff::make),
        page("/office/{lsp}/orang/baru", Proven(Administrator), staff::new),
        page("/office/{lsp}/orang/{account}", Proven(Administrator), staff::person),
        act("/office/{lsp}/orang/{account}/peran", Proven(Administrator), staff::set_roles),
        act("/office/{lsp}/orang/{account}/sandi", Proven(Administrator), staff::reset),
        act("/office/{lsp}/orang/{account}/keadaan", Proven(Administrator), staff::set_state),
    ]
}

/// An employer's own pages.
fn of_employers() -> Vec<Address> {
    use employer::{entering as door, keys, nik, password, watching};
    vec![
        page("/masuk", Entering, door::page),
        act("/masuk", Entering, door::enter),
        page("/pemberi-kerja", Employer, nik::home),
        act("/pemberi-kerja/nik", Employer, nik::ask),
        page("/pemberi-kerja/kunci", Employer, keys::list),
        act("/pemberi-kerja/kunci", Employer, keys::make),
        act("/pemberi-kerja/kunci/{key}", Employer, keys::revoke),
        page("/pemberi-kerja/pantau", Employer, watching::list),
        upload("/pemberi-kerja/pantau", Employer, watching::add),
        act("/pemberi-kerja/pantau/hapus", Employer, watching::remove),
        page("/pemberi-kerja/sandi", EmployerSignedIn, password::page),
        act("/pemberi-kerja/sandi", EmployerSignedIn, password::change),
        act("/pemberi-kerja/keluar", EmployerSignedIn, door::leave),
    ]
}

/// The public site's and the API's.
fn site() -> Vec<Address> {
    vec![
        post("/api/v1/verify", rule(Common, Somebody, Same, Json, Everybody), api::verify),
        post("/api/v1/verify/batch", rule(Streamed, Somebody, Same, Json, Everybody), api::batch),
        post("/api/v1/verify/file", rule(Streamed, Somebody, Same, JsonOrPage, Everybody), api::file),
        post("/api/v1/frame", rule(Common, Somebody, Same, Json, Everybody), api::frame),
        post("/api/v1/check-list", rule(Streamed, Somebody, Same, Json, Everybody), api::check_list),
        get("/api/v1/certificates/{*number}", rule(Common, Somebody, Same, Json, Everybody), api::certificates),
        get("/api/v1/feed", rule(Common, Somebody, Same, Json, Everybody), api::feed),
        post("/api/v1/feed/certificates", rule(Streamed, Somebody, Same, Json, Everybody), api::watch),
        delete("/api/v1/feed/certificates/{*number}", rule(Common, Somebody, Same, Json, Everybody), api::unwatch),
        get("/v/{*token}", rule(Common, Somebody, Same, PageOrJson, Everybody), public::link),
        get("/V/{*digits}", rule(Common, Somebody, Same, PageOrJson, Everybody), public::qr),
        get("/l/{*report}", rule(Common, Somebody, Same, PageOrJson, Everybody), public::report_link),
        get("/L/{*digits}", rule(Common, Somebody, Same, PageOrJson, Everybody), public::report_qr),
        get("/pemegang/{token}", rule(Common, Somebody, Same, Page, Everybody), public::holder::page),
        get("/pemegang/{token}/sertifikat.pdf", rule(Common, Somebody, Same, Page, Everybody), public::holder::pdf),
        get("/", rule(Common, Nobody, Same, Page, Everybody), public::home),
        post("/", rule(Common, Somebody, Same, Page, Everybody), public::ask),
        get("/pindai", rule(Common, Nobody, Same, ScanPage, Everybody), public::scan),
        get("/pindai.css", rule(Common, Nobody, Same, Asset, Everybody), assets::scan_stylesheet),
        get("/pindai.js", rule(Common, Nobody, Same, Asset, Everybody), assets::scan_script),
        get("/pindai.webmanifest", rule(Common, Nobody, Same, Asset, Everybody), assets::scan_manifest),
        get("/pindai-offline.js", rule(Common, Nobody, Same, Asset, Everybody), assets::offline_script),
        get("/pindai-verify.js", rule(Common, Nobody, Same, Asset, Everybody), assets::verify_script),
        get("/pindai-worker.js", rule(Common, Nobody, Same, Worker, Everybody), assets::worker_script),
        get("/periksa-daftar", rule(Common, Nobody, Same, Page, Everybody), check_list::ask),
        post("/periksa-daftar", rule(Streamed, Somebody, Same, Page, Everybody), check_list::hand_in),
        post("/periksa-daftar/jawaban", rule(Streamed, Somebody, Same, Page, Everybody), check_list::answer),
        post("/periksa-daftar/hasil", rule(Streamed, Somebody, Same, Page, Everybody), check_list::show),
        get("/trust.jwt", rule(Common, Nobody, Any, List, Everybody), api::trust),
        get("/status/{lsp}/{n}", rule(Common, Nobody, Any, List, Everybody), api::status),
        get("/honoured/{kid}", rule(Common, Nobody, Any, List, Everybody), api::honoured),
        get("/.well-known/jwks.json", rule(Common, Nobody, Any, Json, Everybody), api::jwks),
        get("/api", rule(Common, Nobody, Any, JsonOrPage, Everybody), api::readable),
        get("/openapi.json", rule(Common, Nobody, Any, Json, Everybody), api::openapi),
        get("/healthz", rule(Common, Nobody, Same, Json, Everybody), api::healthz),
        get("/readyz", rule(Common, Nobody, Same, Json, Everybody), api::readyz),
        get("/metrics", rule(Common, Nobody, Same, Text, Everybody), api::metrics),
        get("/site.css", rule(Common, Nobody, Same, Asset, Everybody), assets::stylesheet),
        get("/office.css", rule(Common, Nobody, Same, Asset, Everybody), assets::office_stylesheet),
        get("/office.js", rule(Common, Nobody, Same, Asset, Everybody), assets::office_script),
        get("/office-settings.js", rule(Common, Nobody, Same, Asset, Everybody), assets::settings_script),
        get("/favicon.svg", rule(Common, Nobody, Same, Asset, Everybody), assets::favicon),
        get("/robots.txt", rule(Common, Nobody, Same, Asset, Everybody), assets::robots),
    ]
}

/// A page of the office, or of an employer.
fn page<H: Handler<T, Arc<Service>>, T: 'static>(path: &'static str, visitors: Visitors, handler: H) -> Address {
    get(path, rule(Common, Somebody, Same, Page, visitors), handler)
}

/// A form of the office, or of an employer.
fn act<H: Handler<T, Arc<Service>>, T: 'static>(path: &'static str, visitors: Visitors, handler: H) -> Address {
    post(path, rule(Common, Somebody, Same, Page, visitors), handler)
}

/// A form of the office, or of an employer, that brings a file or much text; who reads it counts its bytes.
fn upload<H: Handler<T, Arc<Service>>, T: 'static>(path: &'static str, visitors: Visitors, handler: H) -> Address {
    post(path, rule(Streamed, Somebody, Same, Page, visitors), handler)
}

fn get<H: Handler<T, Arc<Service>>, T: 'static>(path: &'static str, rule: Rule, handler: H) -> Address {
    Address { row: Row { method: Method::GET, path, rule }, handler: routing::get(handler) }
}

fn post<H: Handler<T, Arc<Service>>, T: 'static>(path: &'static str, rule: Rule, handler: H) -> Address {
    Address { row: Row { method: Method::POST, path, rule }, handler: routing::post(handler) }
}

fn delete<H: Handler<T, Arc<Service>>, T: 'static>(path: &'static str, rule: Rule, handler: H) -> Address {
    Address { row: Row { method: Method::DELETE, path, rule }, handler: routing::delete(handler) }
}
